-- Trusted extensions of PostgreSQL itself: the database's owner may make them.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- CreateEnum
CREATE TYPE "raised_by" AS ENUM ('COMMUNITY', 'AGENCY');

-- CreateEnum
CREATE TYPE "problem_state" AS ENUM ('SCANNING', 'ANALYSIS', 'RESPONSE', 'ASSESSMENT', 'CLOSED');

-- CreateEnum
CREATE TYPE "problem_result" AS ENUM ('RESOLVED', 'REDUCED', 'NOT_RESOLVED', 'HANDED_OVER');

-- CreateEnum
CREATE TYPE "part_state" AS ENUM ('ASKED', 'JOINED', 'LEFT');

-- CreateEnum
CREATE TYPE "problem_link_kind" AS ENUM ('DUPLICATE_OF', 'PART_OF', 'RELATED');

-- CreateEnum
CREATE TYPE "problem_event_kind" AS ENUM ('RAISED', 'REPORTED_AGAIN', 'EDITED', 'JOINED', 'LEFT', 'ASKED', 'TAKEN', 'OFFERED', 'HANDED_OVER', 'DECLINED', 'NOTE', 'LINKED', 'REFERENCE', 'STEP', 'ADVANCED', 'WENT_BACK', 'CLOSED', 'REOPENED', 'CELEBRATED', 'ACTION_ADDED', 'ACTION_DONE', 'ACTION_DROPPED');

-- CreateEnum
CREATE TYPE "action_state" AS ENUM ('OPEN', 'ORPHANED', 'DONE', 'DROPPED');

-- CreateEnum
CREATE TYPE "reminder_kind" AS ENUM ('DAY_BEFORE', 'ON_THE_DAY', 'FOLLOW_UP');

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "away_until" DATE,
ADD COLUMN     "cover_id" UUID,
ADD COLUMN     "time_zone" TEXT;

-- AlterTable
ALTER TABLE "zone" ADD COLUMN     "last_problem" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "problem" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "what" TEXT NOT NULL DEFAULT '',
    "place" TEXT NOT NULL DEFAULT '',
    "touches" TEXT NOT NULL DEFAULT '',
    "raised_by" "raised_by" NOT NULL DEFAULT 'AGENCY',
    "raiser_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "outcomes" "outcome"[],
    "state" "problem_state" NOT NULL DEFAULT 'SCANNING',
    "result" "problem_result",
    "owner_id" UUID,
    "offered_to_id" UUID,
    "external_reference" TEXT,
    "reports" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 1,
    "moved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "concepts" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "search" tsvector,

    CONSTRAINT "problem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "problem_agency" (
    "problem_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "state" "part_state" NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "person_id" UUID,

    CONSTRAINT "problem_agency_pkey" PRIMARY KEY ("problem_id","agency_id")
);

-- CreateTable
CREATE TABLE "problem_event" (
    "id" UUID NOT NULL,
    "problem_id" UUID NOT NULL,
    "kind" "problem_event_kind" NOT NULL,
    "person_id" UUID,
    "agency_id" UUID,
    "text" TEXT NOT NULL DEFAULT '',
    "details" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "problem_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "problem_link" (
    "from_id" UUID NOT NULL,
    "to_id" UUID NOT NULL,
    "kind" "problem_link_kind" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "problem_link_pkey" PRIMARY KEY ("from_id","to_id")
);

-- CreateTable
CREATE TABLE "problem_interaction" (
    "problem_id" UUID NOT NULL,
    "interaction_id" UUID NOT NULL,

    CONSTRAINT "problem_interaction_pkey" PRIMARY KEY ("problem_id","interaction_id")
);

-- CreateTable
CREATE TABLE "action" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "problem_id" UUID,
    "text" TEXT NOT NULL,
    "owner_id" UUID,
    "agency_id" UUID,
    "deputy_id" UUID,
    "giver_id" UUID NOT NULL,
    "due_on" DATE NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "suggested_on" DATE,
    "state" "action_state" NOT NULL DEFAULT 'OPEN',
    "outcome" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,
    "settled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "action_reminder" (
    "action_id" UUID NOT NULL,
    "kind" "reminder_kind" NOT NULL,
    "due_on" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "action_reminder_pkey" PRIMARY KEY ("action_id","kind","due_on")
);

-- CreateIndex
CREATE INDEX "posted_card_platform_tenant_conversation_external_id_idx" ON "posted_card"("platform", "tenant", "conversation", "external_id");

-- CreateIndex
CREATE INDEX "problem_zone_id_state_moved_at_idx" ON "problem"("zone_id", "state", "moved_at");

-- CreateIndex
CREATE INDEX "problem_owner_id_idx" ON "problem"("owner_id");

-- CreateIndex
CREATE INDEX "problem_search_idx" ON "problem" USING GIN ("zone_id" uuid_ops, "search" tsvector_ops);

-- CreateIndex
CREATE INDEX "problem_zone_id_moved_at_idx" ON "problem"("zone_id", "moved_at");

-- CreateIndex
CREATE UNIQUE INDEX "problem_zone_id_number_key" ON "problem"("zone_id", "number");

-- CreateIndex
CREATE INDEX "problem_agency_agency_id_state_idx" ON "problem_agency"("agency_id", "state");

-- CreateIndex
CREATE INDEX "problem_event_problem_id_id_idx" ON "problem_event"("problem_id", "id");

-- CreateIndex
CREATE INDEX "problem_link_to_id_idx" ON "problem_link"("to_id");

-- CreateIndex
CREATE INDEX "problem_interaction_interaction_id_idx" ON "problem_interaction"("interaction_id");

-- CreateIndex
CREATE INDEX "action_owner_id_state_due_on_idx" ON "action"("owner_id", "state", "due_on");

-- CreateIndex
CREATE INDEX "action_zone_id_state_due_on_idx" ON "action"("zone_id", "state", "due_on");

-- CreateIndex
CREATE INDEX "action_problem_id_state_idx" ON "action"("problem_id", "state");

-- CreateIndex
CREATE INDEX "action_state_due_on_idx" ON "action"("state", "due_on");

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_cover_id_fkey" FOREIGN KEY ("cover_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "problem" ADD CONSTRAINT "problem_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "problem" ADD CONSTRAINT "problem_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "problem" ADD CONSTRAINT "problem_raiser_id_fkey" FOREIGN KEY ("raiser_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "problem" ADD CONSTRAINT "problem_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "problem" ADD CONSTRAINT "problem_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "problem" ADD CONSTRAINT "problem_offered_to_id_fkey" FOREIGN KEY ("offered_to_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "problem_agency" ADD CONSTRAINT "problem_agency_problem_id_fkey" FOREIGN KEY ("problem_id") REFERENCES "problem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "problem_agency" ADD CONSTRAINT "problem_agency_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "problem_event" ADD CONSTRAINT "problem_event_problem_id_fkey" FOREIGN KEY ("problem_id") REFERENCES "problem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "problem_event" ADD CONSTRAINT "problem_event_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "problem_event" ADD CONSTRAINT "problem_event_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "problem_link" ADD CONSTRAINT "problem_link_from_id_fkey" FOREIGN KEY ("from_id") REFERENCES "problem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "problem_link" ADD CONSTRAINT "problem_link_to_id_fkey" FOREIGN KEY ("to_id") REFERENCES "problem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "problem_interaction" ADD CONSTRAINT "problem_interaction_problem_id_fkey" FOREIGN KEY ("problem_id") REFERENCES "problem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "problem_interaction" ADD CONSTRAINT "problem_interaction_interaction_id_fkey" FOREIGN KEY ("interaction_id") REFERENCES "interaction"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_problem_id_fkey" FOREIGN KEY ("problem_id") REFERENCES "problem"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_deputy_id_fkey" FOREIGN KEY ("deputy_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_giver_id_fkey" FOREIGN KEY ("giver_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_reminder" ADD CONSTRAINT "action_reminder_action_id_fkey" FOREIGN KEY ("action_id") REFERENCES "action"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Rules that Prisma's schema cannot state.
ALTER TABLE "problem"
  ADD CONSTRAINT "problem_title_present" CHECK (length(btrim("title")) BETWEEN 1 AND 200),
  ADD CONSTRAINT "problem_outcome_present" CHECK (cardinality("outcomes") >= 1),
  ADD CONSTRAINT "problem_number_positive" CHECK ("number" >= 1),
  ADD CONSTRAINT "problem_reports_positive" CHECK ("reports" >= 1),
  ADD CONSTRAINT "problem_closed_with_result" CHECK (("state" = 'CLOSED') = ("result" IS NOT NULL) AND ("state" = 'CLOSED') = ("closed_at" IS NOT NULL));
ALTER TABLE "problem_link" ADD CONSTRAINT "problem_link_to_another" CHECK ("from_id" <> "to_id");
ALTER TABLE "action"
  ADD CONSTRAINT "action_text_present" CHECK (length(btrim("text")) BETWEEN 1 AND 1000),
  ADD CONSTRAINT "action_has_owner" CHECK ("state" <> 'OPEN' OR "owner_id" IS NOT NULL OR "agency_id" IS NOT NULL),
  ADD CONSTRAINT "action_settled" CHECK (("state" IN ('DONE', 'DROPPED')) = ("settled_at" IS NOT NULL));
ALTER TABLE "person" ADD CONSTRAINT "person_not_own_cover" CHECK ("cover_id" <> "id");

-- What a problem is found by: its words by their English stems, the title before the rest, and what it is about.
CREATE FUNCTION "problem_keep_search"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."search" :=
    setweight(to_tsvector('english', NEW."title"), 'A') || setweight(to_tsvector('english', NEW."place"), 'B') ||
    setweight(to_tsvector('english', left(NEW."what", 4000)), 'C') || array_to_tsvector(NEW."concepts");
  RETURN NEW;
END $$;
CREATE TRIGGER "problem_search" BEFORE INSERT OR UPDATE OF "title", "place", "what", "concepts" ON "problem"
  FOR EACH ROW EXECUTE FUNCTION "problem_keep_search"();
