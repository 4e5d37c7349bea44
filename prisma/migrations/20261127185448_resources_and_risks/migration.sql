-- CreateEnum
CREATE TYPE "resource_offer_state" AS ENUM ('OPEN', 'TAKEN', 'DONE', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "nomination_state" AS ENUM ('DRAFT', 'SENT', 'ACKNOWLEDGED', 'ACCEPTED', 'DECLINED', 'DONE');

-- CreateEnum
CREATE TYPE "bid_state" AS ENUM ('ENTERED', 'GRANTED', 'REFUSED', 'REPORTED');

-- CreateEnum
CREATE TYPE "demand" AS ENUM ('REACTIVE', 'DEVELOPMENTAL', 'NEUTRAL');

-- CreateEnum
CREATE TYPE "guest_kind" AS ENUM ('RESIDENT', 'OBSERVER');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "nudge_rule" ADD VALUE 'RISK_REVIEW';
ALTER TYPE "nudge_rule" ADD VALUE 'REPORT_DUE';

-- DropIndex
DROP INDEX "map_entry_needs";

-- AlterTable
ALTER TABLE "agenda_item" ADD COLUMN     "paper" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "invitation" ADD COLUMN     "guest" "guest_kind";

-- AlterTable
ALTER TABLE "zone_proposal" ADD COLUMN     "lsoas" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "resource_offer" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" "resource_kind" NOT NULL,
    "what" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "zone_id" UUID,
    "from_on" DATE,
    "until_on" DATE,
    "state" "resource_offer_state" NOT NULL DEFAULT 'OPEN',
    "problem_id" UUID,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "resource_offer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "nomination" (
    "id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "problem_id" UUID NOT NULL,
    "what" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "contact" TEXT NOT NULL,
    "state" "nomination_state" NOT NULL DEFAULT 'DRAFT',
    "sent_on" DATE,
    "acknowledged_on" DATE,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "nomination_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grant_round" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "what" TEXT NOT NULL,
    "most" INTEGER NOT NULL,
    "closes_on" DATE NOT NULL,
    "reports_on" DATE,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "grant_round_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grant_bid" (
    "id" UUID NOT NULL,
    "round_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "group" TEXT NOT NULL,
    "pounds" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "state" "bid_state" NOT NULL DEFAULT 'ENTERED',
    "words" TEXT NOT NULL DEFAULT '',
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "grant_bid_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "benefit" (
    "id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "term" "measure_term" NOT NULL,
    "demand" "demand",
    "measure_key" TEXT NOT NULL DEFAULT '',
    "finding_id" UUID,
    "decision_id" UUID,
    "agreed_at" TEXT NOT NULL DEFAULT '',
    "person_id" UUID NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "benefit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "risk" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "zone_id" UUID,
    "happened" BOOLEAN NOT NULL DEFAULT false,
    "what" TEXT NOT NULL,
    "likelihood" INTEGER NOT NULL,
    "impact" INTEGER NOT NULL,
    "owner_id" UUID,
    "review_on" DATE NOT NULL,
    "closed_on" DATE,
    "outcome" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "risk_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "programme_home" (
    "partnership_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "facts" JSONB NOT NULL,
    "told_on" DATE,

    CONSTRAINT "programme_home_pkey" PRIMARY KEY ("partnership_id")
);

-- CreateTable
CREATE TABLE "zone_guest" (
    "person_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "kind" "guest_kind" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "zone_guest_pkey" PRIMARY KEY ("person_id","zone_id")
);

-- CreateTable
CREATE TABLE "zone_voice" (
    "id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "held_on" DATE NOT NULL,
    "residents" INTEGER NOT NULL,
    "others" INTEGER NOT NULL,
    "themes" TEXT[],
    "person_id" UUID NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "zone_voice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "resource_offer_partnership_id_state_idx" ON "resource_offer"("partnership_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "resource_offer_partnership_id_number_key" ON "resource_offer"("partnership_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "nomination_problem_id_key" ON "nomination"("problem_id");

-- CreateIndex
CREATE INDEX "nomination_zone_id_state_idx" ON "nomination"("zone_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "grant_round_partnership_id_number_key" ON "grant_round"("partnership_id", "number");

-- CreateIndex
CREATE INDEX "grant_bid_round_id_idx" ON "grant_bid"("round_id");

-- CreateIndex
CREATE INDEX "grant_bid_zone_id_idx" ON "grant_bid"("zone_id");

-- CreateIndex
CREATE INDEX "benefit_zone_id_term_idx" ON "benefit"("zone_id", "term");

-- CreateIndex
CREATE UNIQUE INDEX "risk_partnership_id_number_key" ON "risk"("partnership_id", "number");

-- CreateIndex
CREATE INDEX "zone_guest_zone_id_idx" ON "zone_guest"("zone_id");

-- CreateIndex
CREATE INDEX "zone_voice_zone_id_held_on_idx" ON "zone_voice"("zone_id", "held_on");

-- AddForeignKey
ALTER TABLE "resource_offer" ADD CONSTRAINT "resource_offer_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource_offer" ADD CONSTRAINT "resource_offer_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource_offer" ADD CONSTRAINT "resource_offer_problem_id_fkey" FOREIGN KEY ("problem_id") REFERENCES "problem"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource_offer" ADD CONSTRAINT "resource_offer_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nomination" ADD CONSTRAINT "nomination_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nomination" ADD CONSTRAINT "nomination_problem_id_fkey" FOREIGN KEY ("problem_id") REFERENCES "problem"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nomination" ADD CONSTRAINT "nomination_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant_round" ADD CONSTRAINT "grant_round_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant_round" ADD CONSTRAINT "grant_round_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant_bid" ADD CONSTRAINT "grant_bid_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "grant_round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant_bid" ADD CONSTRAINT "grant_bid_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant_bid" ADD CONSTRAINT "grant_bid_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "benefit" ADD CONSTRAINT "benefit_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "benefit" ADD CONSTRAINT "benefit_finding_id_fkey" FOREIGN KEY ("finding_id") REFERENCES "selection_finding"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "benefit" ADD CONSTRAINT "benefit_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "meeting_entry"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "benefit" ADD CONSTRAINT "benefit_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "risk" ADD CONSTRAINT "risk_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "risk" ADD CONSTRAINT "risk_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "risk" ADD CONSTRAINT "risk_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "programme_home" ADD CONSTRAINT "programme_home_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_guest" ADD CONSTRAINT "zone_guest_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_guest" ADD CONSTRAINT "zone_guest_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_voice" ADD CONSTRAINT "zone_voice_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_voice" ADD CONSTRAINT "zone_voice_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "grant_round" ADD CONSTRAINT "grant_round_most" CHECK (most > 0);
ALTER TABLE "grant_bid" ADD CONSTRAINT "grant_bid_pounds" CHECK (pounds > 0);
ALTER TABLE "risk" ADD CONSTRAINT "risk_scale" CHECK (likelihood BETWEEN 1 AND 3 AND impact BETWEEN 1 AND 3);
ALTER TABLE "resource_offer" ADD CONSTRAINT "resource_offer_days" CHECK (until_on >= from_on);
ALTER TABLE "zone_voice" ADD CONSTRAINT "zone_voice_counts" CHECK (residents >= 0 AND others >= 0);
