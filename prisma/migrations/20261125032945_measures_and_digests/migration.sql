-- CreateEnum
CREATE TYPE "measure_term" AS ENUM ('SHORT', 'MEDIUM', 'LONG');

-- CreateEnum
CREATE TYPE "measure_unit" AS ENUM ('COUNT', 'RATE', 'PERCENT', 'SCORE', 'MONEY');

-- CreateEnum
CREATE TYPE "measure_period" AS ENUM ('WEEK', 'MONTH', 'QUARTER', 'YEAR', 'WAVE');

-- CreateEnum
CREATE TYPE "measure_better" AS ENUM ('UP', 'DOWN', 'SHIFT', 'NONE');

-- CreateTable
CREATE TABLE "measure" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "term" "measure_term" NOT NULL,
    "unit" "measure_unit" NOT NULL,
    "period" "measure_period" NOT NULL,
    "better" "measure_better" NOT NULL,
    "wording" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "measure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "measure_reading" (
    "id" UUID NOT NULL,
    "measure_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "period" DATE NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "base" INTEGER,
    "source" TEXT NOT NULL DEFAULT 'typed',
    "provisional" BOOLEAN NOT NULL DEFAULT false,
    "person_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "measure_reading_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "measure_plan" (
    "measure_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "baseline" INTEGER,
    "target" DOUBLE PRECISION,
    "steps" DATE[] DEFAULT ARRAY[]::DATE[],
    "step_notes" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "measure_plan_pkey" PRIMARY KEY ("measure_id","zone_id")
);

-- CreateTable
CREATE TABLE "digest_setting" (
    "person_id" UUID NOT NULL,
    "weekday" INTEGER NOT NULL DEFAULT 1,
    "hour" INTEGER NOT NULL DEFAULT 8,
    "need_only" BOOLEAN NOT NULL DEFAULT false,
    "off" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "digest_setting_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "digest_slot" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "week" DATE NOT NULL,
    "content" JSONB,
    "delivery_id" UUID,
    "skipped" TEXT,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "digest_slot_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "measure_partnership_id_key_key" ON "measure"("partnership_id", "key");

-- CreateIndex
CREATE INDEX "measure_reading_zone_id_period_idx" ON "measure_reading"("zone_id", "period");

-- CreateIndex
CREATE UNIQUE INDEX "measure_reading_measure_id_zone_id_period_key" ON "measure_reading"("measure_id", "zone_id", "period");

-- CreateIndex
CREATE INDEX "digest_slot_partnership_id_week_idx" ON "digest_slot"("partnership_id", "week");

-- CreateIndex
CREATE UNIQUE INDEX "digest_slot_person_id_week_key" ON "digest_slot"("person_id", "week");

-- AddForeignKey
ALTER TABLE "measure" ADD CONSTRAINT "measure_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "measure_reading" ADD CONSTRAINT "measure_reading_measure_id_fkey" FOREIGN KEY ("measure_id") REFERENCES "measure"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "measure_reading" ADD CONSTRAINT "measure_reading_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "measure_plan" ADD CONSTRAINT "measure_plan_measure_id_fkey" FOREIGN KEY ("measure_id") REFERENCES "measure"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "measure_plan" ADD CONSTRAINT "measure_plan_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digest_setting" ADD CONSTRAINT "digest_setting_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digest_slot" ADD CONSTRAINT "digest_slot_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
