-- A week's run as the project team has changed it: stopped, or with a word from them on top.
CREATE TABLE "digest_run" (
    "partnership_id" UUID NOT NULL,
    "week" DATE NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "stopped_at" TIMESTAMPTZ(3),
    CONSTRAINT "digest_run_pkey" PRIMARY KEY ("partnership_id", "week"),
    CONSTRAINT "digest_run_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "digest_run" ("partnership_id", "week", "stopped_at")
SELECT split_part("key", ' ', 3)::uuid, split_part("key", ' ', 4)::date, "at" FROM "once_done" WHERE "key" LIKE 'digest stopped %';
DELETE FROM "once_done" WHERE "key" LIKE 'digest stopped %';

-- Everybody's digest begins where their last one ended.
ALTER TABLE "digest_slot" ADD COLUMN "told_until" DATE;
UPDATE "digest_slot" SET "told_until" = "week" WHERE "skipped" IS NULL;
