-- A zone's weeks and its mix are counted along the index, without the table: all that is counted stands in it.
ALTER TABLE "interaction" ADD COLUMN "with_others" BOOLEAN NOT NULL DEFAULT false;
UPDATE "interaction" i SET "with_others" = true WHERE EXISTS (SELECT 1 FROM "interaction_agency" a WHERE a."interaction_id" = i."id");

DROP INDEX "interaction_zone_id_occurred_on_id_idx";
CREATE INDEX "interaction_by_day" ON "interaction"("zone_id", "occurred_on", "id", "tool", "with_others", "undone_at");

-- Whether two agencies were together before is asked of what was done together alone.
CREATE INDEX "interaction_joint" ON "interaction" ("zone_id", "occurred_on") WHERE "with_others" AND "undone_at" IS NULL;
