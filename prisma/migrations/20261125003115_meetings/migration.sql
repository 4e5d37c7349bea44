-- CreateEnum
CREATE TYPE "meeting_kind" AS ENUM ('PEOPLE_TEAM', 'CHAMPION_TEAM', 'PROJECT_TEAM', 'BOARD', 'BOARD_EXECUTIVE', 'CONSULTATION', 'LAUNCH', 'REVIEW', 'STEERING_GROUP');

-- CreateEnum
CREATE TYPE "meeting_state" AS ENUM ('PLANNED', 'RUNNING', 'ENDED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "meeting_reply" AS ENUM ('YES', 'NO', 'MAYBE');

-- CreateEnum
CREATE TYPE "agenda_state" AS ENUM ('WAITING', 'OPEN', 'DONE', 'PARKED');

-- CreateEnum
CREATE TYPE "meeting_entry_kind" AS ENUM ('STARTED', 'ARRIVED', 'LEFT', 'ITEM_OPENED', 'ITEM_PARKED', 'NOTE', 'INFO', 'DECISION', 'ACTION', 'IDEA', 'CELEBRATION', 'PROBLEM', 'ENDED');

-- AlterTable
ALTER TABLE "zone" ADD COLUMN     "quorum_agencies" INTEGER,
ADD COLUMN     "quorum_people" INTEGER;

-- CreateTable
CREATE TABLE "meeting_series" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "kind" "meeting_kind" NOT NULL DEFAULT 'PEOPLE_TEAM',
    "title" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "starts_at" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "minutes" INTEGER NOT NULL DEFAULT 60,
    "place" TEXT NOT NULL DEFAULT '',
    "created_by_id" UUID NOT NULL,
    "ends_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "meeting_series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "meeting" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "series_id" UUID,
    "slot" DATE,
    "kind" "meeting_kind" NOT NULL DEFAULT 'PEOPLE_TEAM',
    "title" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "minutes" INTEGER NOT NULL DEFAULT 60,
    "time_zone" TEXT NOT NULL,
    "place" TEXT NOT NULL DEFAULT '',
    "state" "meeting_state" NOT NULL DEFAULT 'PLANNED',
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ended_by_clock" BOOLEAN NOT NULL DEFAULT false,
    "asked_to_end_at" TIMESTAMPTZ(3),
    "agenda_posted_at" TIMESTAMPTZ(3),
    "last_entry_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "meeting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "meeting_answer" (
    "meeting_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "reply" "meeting_reply" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "meeting_answer_pkey" PRIMARY KEY ("meeting_id","person_id")
);

-- CreateTable
CREATE TABLE "agenda_item" (
    "id" UUID NOT NULL,
    "meeting_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "minutes" INTEGER,
    "problem_id" UUID,
    "added_by_id" UUID,
    "state" "agenda_state" NOT NULL DEFAULT 'WAITING',
    "opened_at" TIMESTAMPTZ(3),
    "spent" INTEGER NOT NULL DEFAULT 0,
    "carried_from" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agenda_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "meeting_entry" (
    "id" UUID NOT NULL,
    "meeting_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" "meeting_entry_kind" NOT NULL,
    "item_id" UUID,
    "person_id" UUID,
    "agency_id" UUID,
    "text" TEXT NOT NULL DEFAULT '',
    "details" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "struck_at" TIMESTAMPTZ(3),

    CONSTRAINT "meeting_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "meeting_series_zone_id_idx" ON "meeting_series"("zone_id");

-- CreateIndex
CREATE INDEX "meeting_zone_id_state_starts_at_idx" ON "meeting"("zone_id", "state", "starts_at");

-- CreateIndex
CREATE INDEX "meeting_state_starts_at_idx" ON "meeting"("state", "starts_at");

-- CreateIndex
CREATE UNIQUE INDEX "meeting_series_id_slot_key" ON "meeting"("series_id", "slot");

-- CreateIndex
CREATE INDEX "agenda_item_meeting_id_position_idx" ON "agenda_item"("meeting_id", "position");

-- CreateIndex
CREATE INDEX "meeting_entry_meeting_id_kind_idx" ON "meeting_entry"("meeting_id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "meeting_entry_meeting_id_number_key" ON "meeting_entry"("meeting_id", "number");

-- AddForeignKey
ALTER TABLE "meeting_series" ADD CONSTRAINT "meeting_series_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting_series" ADD CONSTRAINT "meeting_series_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "meeting_series"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting_answer" ADD CONSTRAINT "meeting_answer_meeting_id_fkey" FOREIGN KEY ("meeting_id") REFERENCES "meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting_answer" ADD CONSTRAINT "meeting_answer_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agenda_item" ADD CONSTRAINT "agenda_item_meeting_id_fkey" FOREIGN KEY ("meeting_id") REFERENCES "meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agenda_item" ADD CONSTRAINT "agenda_item_added_by_id_fkey" FOREIGN KEY ("added_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting_entry" ADD CONSTRAINT "meeting_entry_meeting_id_fkey" FOREIGN KEY ("meeting_id") REFERENCES "meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting_entry" ADD CONSTRAINT "meeting_entry_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "agenda_item"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting_entry" ADD CONSTRAINT "meeting_entry_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Rules that Prisma's schema cannot state.
ALTER TABLE "meeting_series"
  ADD CONSTRAINT "meeting_series_time" CHECK ("starts_at" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  ADD CONSTRAINT "meeting_series_minutes" CHECK ("minutes" BETWEEN 5 AND 720);
ALTER TABLE "meeting"
  ADD CONSTRAINT "meeting_title_present" CHECK (length(btrim("title")) BETWEEN 1 AND 200),
  ADD CONSTRAINT "meeting_minutes" CHECK ("minutes" BETWEEN 5 AND 720),
  ADD CONSTRAINT "meeting_slot_of_series" CHECK (("series_id" IS NULL) = ("slot" IS NULL)),
  ADD CONSTRAINT "meeting_started" CHECK ("state" NOT IN ('RUNNING', 'ENDED') OR "started_at" IS NOT NULL),
  ADD CONSTRAINT "meeting_ended" CHECK (("state" = 'ENDED') = ("ended_at" IS NOT NULL));
-- One meeting at a time in a zone: a second start finds the first.
CREATE UNIQUE INDEX "meeting_running_once" ON "meeting" ("zone_id") WHERE "state" = 'RUNNING';
ALTER TABLE "agenda_item"
  ADD CONSTRAINT "agenda_item_title_present" CHECK (length(btrim("title")) BETWEEN 1 AND 300),
  ADD CONSTRAINT "agenda_item_minutes" CHECK ("minutes" BETWEEN 1 AND 240);
-- One item open at a time.
CREATE UNIQUE INDEX "agenda_item_open_once" ON "agenda_item" ("meeting_id") WHERE "state" = 'OPEN';
ALTER TABLE "zone" ADD CONSTRAINT "zone_quorum" CHECK ("quorum_people" >= 1 AND "quorum_agencies" >= 1);
