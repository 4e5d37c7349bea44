-- CreateEnum
CREATE TYPE "idea_state" AS ENUM ('CAPTURED', 'EXPLORING', 'ADOPTED', 'IN_PRACTICE', 'SHARED', 'PARKED');

-- CreateEnum
CREATE TYPE "ask_state" AS ENUM ('WAITING', 'LATER', 'HELPING', 'DECLINED', 'DONE');

-- CreateEnum
CREATE TYPE "nudge_rule" AS ENUM ('ACTION_TOMORROW', 'ACTION_TODAY', 'ACTION_OVERDUE', 'PROBLEM_UNOWNED', 'AGENCY_SILENT', 'PROBLEM_STALE', 'AGENCY_QUIET', 'RHYTHM_LAPSED', 'MINUTES_UNPUBLISHED', 'READING_DUE', 'IDEA_UNMOVED', 'JOIN_WAITING', 'CHAMPION_GAP', 'ASK_LATER');

-- CreateEnum
CREATE TYPE "nudge_answer" AS ENUM ('SNOOZED', 'NOT_FOR_ME', 'STOPPED', 'OPENED');

-- CreateEnum
CREATE TYPE "offer_state" AS ENUM ('WAITING', 'ACCEPTED', 'DECLINED', 'WITHDRAWN');

-- DropForeignKey
ALTER TABLE "action_reminder" DROP CONSTRAINT "action_reminder_action_id_fkey";

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "awake_from" TEXT,
ADD COLUMN     "awake_until" TEXT;

-- DropTable
DROP TABLE "action_reminder";

-- DropEnum
DROP TYPE "reminder_kind";

-- CreateTable
CREATE TABLE "champion_offer" (
    "id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "until" DATE,
    "state" "offer_state" NOT NULL DEFAULT 'WAITING',
    "offered_by_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "champion_offer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "champion_deputy" (
    "agency_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "until" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "champion_deputy_pkey" PRIMARY KEY ("agency_id","person_id")
);

-- CreateTable
CREATE TABLE "mentor" (
    "person_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mentor_pkey" PRIMARY KEY ("person_id","zone_id")
);

-- CreateTable
CREATE TABLE "ask" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "problem_id" UUID,
    "text" TEXT NOT NULL,
    "asker_id" UUID NOT NULL,
    "champion_id" UUID NOT NULL,
    "state" "ask_state" NOT NULL DEFAULT 'WAITING',
    "later_on" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "answered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ask_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idea" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "zone_id" UUID,
    "text" TEXT NOT NULL,
    "state" "idea_state" NOT NULL DEFAULT 'CAPTURED',
    "reason" TEXT NOT NULL DEFAULT '',
    "origin_id" UUID,
    "person_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "moved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idea_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idea_supporter" (
    "idea_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idea_supporter_pkey" PRIMARY KEY ("idea_id","person_id")
);

-- CreateTable
CREATE TABLE "celebration" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "zone_id" UUID NOT NULL,
    "problem_id" UUID,
    "text" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "thanked" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "public_at" TIMESTAMPTZ(3),
    "planned_on" DATE,
    "told_at" TIMESTAMPTZ(3),
    "undone_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "celebration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "nudge_setting" (
    "partnership_id" UUID NOT NULL,
    "rule" "nudge_rule" NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "threshold" INTEGER,

    CONSTRAINT "nudge_setting_pkey" PRIMARY KEY ("partnership_id","rule")
);

-- CreateTable
CREATE TABLE "nudge_stop" (
    "person_id" UUID NOT NULL,
    "rule" "nudge_rule" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "nudge_stop_pkey" PRIMARY KEY ("person_id","rule")
);

-- CreateTable
CREATE TABLE "nudge" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "rule" "nudge_rule" NOT NULL,
    "subject" TEXT NOT NULL,
    "zone_id" UUID,
    "record_id" UUID,
    "for_id" UUID,
    "title" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "do_it" JSONB NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answer" "nudge_answer",
    "answered_at" TIMESTAMPTZ(3),
    "snoozed_until" DATE,
    "acted_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "nudge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "once_done" (
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "once_done_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "champion_offer_person_id_idx" ON "champion_offer"("person_id");

-- CreateIndex
CREATE INDEX "champion_offer_agency_id_state_idx" ON "champion_offer"("agency_id", "state");

-- CreateIndex
CREATE INDEX "champion_deputy_person_id_idx" ON "champion_deputy"("person_id");

-- CreateIndex
CREATE INDEX "mentor_zone_id_idx" ON "mentor"("zone_id");

-- CreateIndex
CREATE INDEX "ask_champion_id_state_idx" ON "ask"("champion_id", "state");

-- CreateIndex
CREATE INDEX "ask_asker_id_state_idx" ON "ask"("asker_id", "state");

-- CreateIndex
CREATE INDEX "idea_partnership_id_state_moved_at_idx" ON "idea"("partnership_id", "state", "moved_at");

-- CreateIndex
CREATE INDEX "idea_zone_id_state_idx" ON "idea"("zone_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "idea_partnership_id_number_key" ON "idea"("partnership_id", "number");

-- CreateIndex
CREATE INDEX "celebration_zone_id_created_at_idx" ON "celebration"("zone_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "celebration_partnership_id_number_key" ON "celebration"("partnership_id", "number");

-- CreateIndex
CREATE INDEX "nudge_person_id_sent_at_idx" ON "nudge"("person_id", "sent_at");

-- CreateIndex
CREATE INDEX "nudge_partnership_id_sent_at_idx" ON "nudge"("partnership_id", "sent_at");

-- CreateIndex
CREATE UNIQUE INDEX "nudge_person_id_day_key" ON "nudge"("person_id", "day");

-- AddForeignKey
ALTER TABLE "champion_offer" ADD CONSTRAINT "champion_offer_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "champion_offer" ADD CONSTRAINT "champion_offer_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "champion_offer" ADD CONSTRAINT "champion_offer_offered_by_id_fkey" FOREIGN KEY ("offered_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "champion_deputy" ADD CONSTRAINT "champion_deputy_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "champion_deputy" ADD CONSTRAINT "champion_deputy_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mentor" ADD CONSTRAINT "mentor_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mentor" ADD CONSTRAINT "mentor_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ask" ADD CONSTRAINT "ask_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ask" ADD CONSTRAINT "ask_problem_id_fkey" FOREIGN KEY ("problem_id") REFERENCES "problem"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ask" ADD CONSTRAINT "ask_asker_id_fkey" FOREIGN KEY ("asker_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ask" ADD CONSTRAINT "ask_champion_id_fkey" FOREIGN KEY ("champion_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idea" ADD CONSTRAINT "idea_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idea" ADD CONSTRAINT "idea_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idea" ADD CONSTRAINT "idea_origin_id_fkey" FOREIGN KEY ("origin_id") REFERENCES "idea"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idea" ADD CONSTRAINT "idea_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idea_supporter" ADD CONSTRAINT "idea_supporter_idea_id_fkey" FOREIGN KEY ("idea_id") REFERENCES "idea"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idea_supporter" ADD CONSTRAINT "idea_supporter_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "celebration" ADD CONSTRAINT "celebration_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "celebration" ADD CONSTRAINT "celebration_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "celebration" ADD CONSTRAINT "celebration_problem_id_fkey" FOREIGN KEY ("problem_id") REFERENCES "problem"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "celebration" ADD CONSTRAINT "celebration_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nudge_setting" ADD CONSTRAINT "nudge_setting_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nudge_stop" ADD CONSTRAINT "nudge_stop_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nudge" ADD CONSTRAINT "nudge_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
