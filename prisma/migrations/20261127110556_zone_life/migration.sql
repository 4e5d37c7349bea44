-- CreateEnum
CREATE TYPE "selection_factor" AS ENUM ('DEMOGRAPHY', 'REACTIVE_DEMAND', 'COMMUNITY_VOICE', 'AGENCIES_WILLING', 'OPENINGS', 'OTHER');

-- CreateEnum
CREATE TYPE "proposal_state" AS ENUM ('PROPOSED', 'AGREED', 'NOT_NOW', 'DECLINED');

-- CreateEnum
CREATE TYPE "step_state" AS ENUM ('NOT_STARTED', 'UNDER_WAY', 'DONE', 'NOT_NEEDED');

-- CreateTable
CREATE TABLE "zone_proposal" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "setting" "setting" NOT NULL,
    "state" "proposal_state" NOT NULL DEFAULT 'PROPOSED',
    "person_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "why" TEXT NOT NULL DEFAULT '',
    "decided_on" DATE,
    "decided_where" TEXT NOT NULL DEFAULT '',
    "decision_id" UUID,
    "zone_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "zone_proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "selection_finding" (
    "id" UUID NOT NULL,
    "proposal_id" UUID NOT NULL,
    "factor" "selection_factor" NOT NULL,
    "text" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "as_at" DATE NOT NULL,
    "link" TEXT NOT NULL DEFAULT '',
    "person_id" UUID NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "selection_finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "zone_step" (
    "id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "key" TEXT NOT NULL DEFAULT '',
    "title" TEXT NOT NULL,
    "state" "step_state" NOT NULL DEFAULT 'NOT_STARTED',
    "owner_id" UUID,
    "due_on" DATE,
    "evidence" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL DEFAULT '',
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "zone_step_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "zone_proposal_zone_id_key" ON "zone_proposal"("zone_id");

-- CreateIndex
CREATE INDEX "zone_proposal_partnership_id_state_idx" ON "zone_proposal"("partnership_id", "state");

-- CreateIndex
CREATE INDEX "selection_finding_proposal_id_factor_idx" ON "selection_finding"("proposal_id", "factor");

-- CreateIndex
CREATE UNIQUE INDEX "zone_step_zone_id_position_key" ON "zone_step"("zone_id", "position");

-- AddForeignKey
ALTER TABLE "zone_proposal" ADD CONSTRAINT "zone_proposal_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_proposal" ADD CONSTRAINT "zone_proposal_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_proposal" ADD CONSTRAINT "zone_proposal_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_proposal" ADD CONSTRAINT "zone_proposal_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "meeting_entry"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_proposal" ADD CONSTRAINT "zone_proposal_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "selection_finding" ADD CONSTRAINT "selection_finding_proposal_id_fkey" FOREIGN KEY ("proposal_id") REFERENCES "zone_proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "selection_finding" ADD CONSTRAINT "selection_finding_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_step" ADD CONSTRAINT "zone_step_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_step" ADD CONSTRAINT "zone_step_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- One place is proposed once at a time, and what was decided has its day.
CREATE UNIQUE INDEX "zone_proposal_open_once" ON "zone_proposal" ("partnership_id", lower("name")) WHERE "state" = 'PROPOSED';
ALTER TABLE "zone_proposal" ADD CONSTRAINT "zone_proposal_decided" CHECK (("state" = 'PROPOSED') = ("decided_on" IS NULL));
