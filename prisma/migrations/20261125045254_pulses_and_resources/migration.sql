-- CreateEnum
CREATE TYPE "pulse_kind" AS ENUM ('SAFE', 'WELLBEING');

-- CreateEnum
CREATE TYPE "pulse_audience" AS ENUM ('TEAM', 'RESIDENTS');

-- CreateEnum
CREATE TYPE "resource_kind" AS ENUM ('PAYBACK', 'EMPLOYER', 'UNIVERSITY', 'VOLUNTEERS', 'GRANT', 'IN_KIND');

-- AlterEnum
ALTER TYPE "problem_event_kind" ADD VALUE 'RESOURCE';

-- AlterTable
ALTER TABLE "idea" ADD COLUMN     "adopted_at" TIMESTAMPTZ(3),
ADD COLUMN     "led_by_residents" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "pulse" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "kind" "pulse_kind" NOT NULL,
    "audience" "pulse_audience" NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "voter_key" TEXT NOT NULL DEFAULT '',
    "answers" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "pulse_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pulse_count" (
    "pulse_id" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "answer" INTEGER NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "pulse_count_pkey" PRIMARY KEY ("pulse_id","question","answer")
);

-- CreateTable
CREATE TABLE "pulse_voter" (
    "pulse_id" UUID NOT NULL,
    "mark" TEXT NOT NULL,

    CONSTRAINT "pulse_voter_pkey" PRIMARY KEY ("pulse_id","mark")
);

-- CreateTable
CREATE TABLE "resource_drawn" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "problem_id" UUID NOT NULL,
    "kind" "resource_kind" NOT NULL,
    "hours" DOUBLE PRECISION,
    "people" INTEGER,
    "pounds" DOUBLE PRECISION,
    "used_on" DATE NOT NULL,
    "person_id" UUID NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "resource_drawn_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "pulse_closed_at_ends_at_idx" ON "pulse"("closed_at", "ends_at");

-- CreateIndex
CREATE INDEX "resource_drawn_zone_id_used_on_idx" ON "resource_drawn"("zone_id", "used_on");

-- CreateIndex
CREATE INDEX "resource_drawn_problem_id_idx" ON "resource_drawn"("problem_id");

-- AddForeignKey
ALTER TABLE "pulse" ADD CONSTRAINT "pulse_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pulse_count" ADD CONSTRAINT "pulse_count_pulse_id_fkey" FOREIGN KEY ("pulse_id") REFERENCES "pulse"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pulse_voter" ADD CONSTRAINT "pulse_voter_pulse_id_fkey" FOREIGN KEY ("pulse_id") REFERENCES "pulse"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource_drawn" ADD CONSTRAINT "resource_drawn_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource_drawn" ADD CONSTRAINT "resource_drawn_problem_id_fkey" FOREIGN KEY ("problem_id") REFERENCES "problem"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Amounts and counts are never below nought, and something was drawn in.
ALTER TABLE "pulse_count" ADD CONSTRAINT "pulse_count_not_negative" CHECK ("count" >= 0);
ALTER TABLE "resource_drawn" ADD CONSTRAINT "resource_drawn_something" CHECK (
  coalesce("hours", 0) >= 0 AND coalesce("people", 0) >= 0 AND coalesce("pounds", 0) >= 0
  AND num_nonnulls("hours", "people", "pounds") > 0
);
-- An open pulse has a key for marks; a closed one has none.
ALTER TABLE "pulse" ADD CONSTRAINT "pulse_key_while_open" CHECK (("closed_at" IS NULL) = ("voter_key" <> ''));
-- Ideas that a zone has taken up already, by when they last moved.
UPDATE "idea" SET "adopted_at" = "moved_at" WHERE "state" IN ('ADOPTED', 'IN_PRACTICE', 'SHARED');
