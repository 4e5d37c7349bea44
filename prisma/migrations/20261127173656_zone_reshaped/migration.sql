-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "nudge_rule" ADD VALUE 'AGREEMENT_ENDS';
ALTER TYPE "nudge_rule" ADD VALUE 'MAP_UNCHECKED';

-- AlterEnum
ALTER TYPE "problem_event_kind" ADD VALUE 'MOVED';

-- AlterTable
ALTER TABLE "problem" ADD COLUMN     "former_number" INTEGER,
ADD COLUMN     "former_zone_id" UUID;

-- AlterTable
ALTER TABLE "zone" ADD COLUMN     "aim" INTEGER,
ADD COLUMN     "ambition_long" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "ambition_medium" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "ambition_short" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "ambition_shown" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "ended_on" DATE,
ADD COLUMN     "former_codes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "former_names" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "merged_into_id" UUID;

-- AlterTable
ALTER TABLE "zone_proposal" ADD COLUMN     "extends_id" UUID;

-- CreateTable
CREATE TABLE "zone_boundary" (
    "id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "from_on" DATE NOT NULL,
    "words" TEXT NOT NULL,
    "lsoas" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "why" TEXT NOT NULL DEFAULT '',
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "zone_boundary_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "former_member" (
    "person_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "role_title" TEXT NOT NULL,
    "lead" BOOLEAN NOT NULL,
    "ended_on" DATE NOT NULL,

    CONSTRAINT "former_member_pkey" PRIMARY KEY ("person_id","zone_id")
);

-- CreateTable
CREATE TABLE "zone_review" (
    "id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "held_on" DATE NOT NULL,
    "expected" TEXT NOT NULL,
    "did" TEXT NOT NULL,
    "saw" TEXT NOT NULL,
    "change" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "zone_review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agreement" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "what" TEXT NOT NULL,
    "signed_on" DATE NOT NULL,
    "until_on" DATE,
    "reference" TEXT NOT NULL DEFAULT '',
    "person_id" UUID NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agreement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "zone_home" (
    "zone_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "facts" JSONB NOT NULL,

    CONSTRAINT "zone_home_pkey" PRIMARY KEY ("zone_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "zone_boundary_zone_id_from_on_key" ON "zone_boundary"("zone_id", "from_on");

-- CreateIndex
CREATE INDEX "former_member_zone_id_idx" ON "former_member"("zone_id");

-- CreateIndex
CREATE INDEX "zone_review_zone_id_held_on_idx" ON "zone_review"("zone_id", "held_on");

-- CreateIndex
CREATE INDEX "agreement_partnership_id_until_on_idx" ON "agreement"("partnership_id", "until_on");

-- CreateIndex
CREATE INDEX "agreement_agency_id_idx" ON "agreement"("agency_id");

-- CreateIndex
CREATE UNIQUE INDEX "problem_former_zone_id_former_number_key" ON "problem"("former_zone_id", "former_number");

-- AddForeignKey
ALTER TABLE "problem" ADD CONSTRAINT "problem_former_zone_id_fkey" FOREIGN KEY ("former_zone_id") REFERENCES "zone"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone" ADD CONSTRAINT "zone_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "zone"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_proposal" ADD CONSTRAINT "zone_proposal_extends_id_fkey" FOREIGN KEY ("extends_id") REFERENCES "zone"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_boundary" ADD CONSTRAINT "zone_boundary_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_boundary" ADD CONSTRAINT "zone_boundary_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "former_member" ADD CONSTRAINT "former_member_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "former_member" ADD CONSTRAINT "former_member_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_review" ADD CONSTRAINT "zone_review_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_review" ADD CONSTRAINT "zone_review_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_home" ADD CONSTRAINT "zone_home_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- An aim is a share; a zone is never part of itself, and is over when it is part of another; an agreement ends after it begins.
ALTER TABLE "zone" ADD CONSTRAINT "zone_aim" CHECK (aim BETWEEN 0 AND 100);
ALTER TABLE "zone" ADD CONSTRAINT "zone_merged" CHECK (merged_into_id <> id AND (merged_into_id IS NULL OR ended_on IS NOT NULL));
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_days" CHECK (until_on >= signed_on);
