-- CreateEnum
CREATE TYPE "agenda_purpose" AS ENUM ('TALK', 'APPROVE_MINUTES', 'CONFIRM_DECISIONS');

-- CreateEnum
CREATE TYPE "vote" AS ENUM ('AGREE', 'DISAGREE', 'ABSTAIN');

-- CreateEnum
CREATE TYPE "minutes_event" AS ENUM ('PUBLISHED', 'APPROVED', 'CORRECTED');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "meeting_entry_kind" ADD VALUE 'CORRECTED';
ALTER TYPE "meeting_entry_kind" ADD VALUE 'APPROVED';
ALTER TYPE "meeting_entry_kind" ADD VALUE 'CONFIRMED';

-- AlterTable
ALTER TABLE "agenda_item" ADD COLUMN     "about_id" UUID,
ADD COLUMN     "purpose" "agenda_purpose" NOT NULL DEFAULT 'TALK',
ADD COLUMN     "time_told_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "meeting" ADD COLUMN     "apologies" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "approved_at" TIMESTAMPTZ(3),
ADD COLUMN     "guests" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "published_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "decision_vote" (
    "entry_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "vote" "vote" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "decision_vote_pkey" PRIMARY KEY ("entry_id","person_id")
);

-- CreateTable
CREATE TABLE "minutes_version" (
    "id" UUID NOT NULL,
    "meeting_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "event" "minutes_event" NOT NULL,
    "content" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "person_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "minutes_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "standing_item" (
    "id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "minutes" INTEGER,

    CONSTRAINT "standing_item_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "minutes_version_meeting_id_number_key" ON "minutes_version"("meeting_id", "number");

-- CreateIndex
CREATE INDEX "standing_item_zone_id_position_idx" ON "standing_item"("zone_id", "position");

-- AddForeignKey
ALTER TABLE "decision_vote" ADD CONSTRAINT "decision_vote_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "meeting_entry"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision_vote" ADD CONSTRAINT "decision_vote_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "minutes_version" ADD CONSTRAINT "minutes_version_meeting_id_fkey" FOREIGN KEY ("meeting_id") REFERENCES "meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "minutes_version" ADD CONSTRAINT "minutes_version_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "standing_item" ADD CONSTRAINT "standing_item_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE CASCADE ON UPDATE CASCADE;
