-- CreateEnum
CREATE TYPE "phase" AS ENUM ('CONCEPT', 'BUILDING', 'DELIVERING', 'REVIEWING', 'EXTENDED', 'PAUSED', 'CLOSED', 'MERGED');

-- CreateTable
CREATE TABLE "zone_phase" (
    "zone_id" UUID NOT NULL,
    "phase" "phase" NOT NULL,
    "planned_from" DATE,
    "planned_until" DATE,
    "started_on" DATE,
    "ended_on" DATE,

    CONSTRAINT "zone_phase_pkey" PRIMARY KEY ("zone_id","phase")
);

-- AddForeignKey
ALTER TABLE "zone_phase" ADD CONSTRAINT "zone_phase_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One phase at a time, and none ends before it begins.
CREATE UNIQUE INDEX "zone_phase_now_once" ON "zone_phase" ("zone_id") WHERE "started_on" IS NOT NULL AND "ended_on" IS NULL;
ALTER TABLE "zone_phase" ADD CONSTRAINT "zone_phase_days" CHECK ("ended_on" IS NULL OR ("started_on" IS NOT NULL AND "ended_on" >= "started_on"));
ALTER TABLE "zone_phase" ADD CONSTRAINT "zone_phase_planned" CHECK ("planned_until" IS NULL OR "planned_from" IS NULL OR "planned_until" >= "planned_from");
