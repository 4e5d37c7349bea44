-- AlterTable
ALTER TABLE "chat_identity" ADD COLUMN     "asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "language" TEXT,
ADD COLUMN     "time_zone" TEXT,
ADD COLUMN     "unreachable" TEXT;

-- AlterTable
ALTER TABLE "chat_tenant" ADD COLUMN     "paused_reason" TEXT,
ADD COLUMN     "paused_since" TIMESTAMPTZ(3),
ADD COLUMN     "paused_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "handed_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "meeting_entry" ADD COLUMN     "said_in" TEXT;

-- CreateTable
CREATE TABLE "database_mark" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "mark" TEXT NOT NULL,
    "marked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "database_mark_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "meeting_entry_said_in_idx" ON "meeting_entry"("said_in");

-- A channel that was taken for somebody's private chat is a channel again.
UPDATE "conversation" SET "kind" = 'channel', "user" = NULL WHERE "kind" = 'personal' AND (
  "external_id" LIKE '19:%'
  OR EXISTS (SELECT 1 FROM "zone_place" z WHERE z."conversation_id" = "conversation"."id")
  OR EXISTS (SELECT 1 FROM "body_place" b WHERE b."conversation_id" = "conversation"."id"));

-- A private chat is one that the bot is in. On Slack that cannot be told afterwards: the next message finds out.
DELETE FROM "conversation" WHERE "kind" = 'personal' AND "platform" = 'slack';
DELETE FROM "conversation" c USING "conversation" newer WHERE c."kind" = 'personal' AND newer."kind" = 'personal'
  AND (newer."platform", newer."tenant", newer."user") = (c."platform", c."tenant", c."user") AND newer."id" > c."id";
UPDATE "conversation" SET "stopped_reason" = NULL WHERE "kind" = 'personal';
CREATE UNIQUE INDEX "conversation_private_once" ON "conversation" ("platform", "tenant", "user") WHERE "kind" = 'personal';

-- The console shows what was said last: by its time, for its ids are of two kinds.
DROP INDEX "console_message_conversation_id_idx";
CREATE INDEX "console_message_conversation_created_at_idx" ON "console_message"("conversation", "created_at");

-- How a tenant is reached at all, for a private chat that is not open yet: found without reading every conversation.
CREATE INDEX "conversation_reference" ON "conversation" ("platform", "tenant", "id" DESC) WHERE "reference" IS NOT NULL;
