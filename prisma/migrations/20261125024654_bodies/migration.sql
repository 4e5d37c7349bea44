-- CreateEnum
CREATE TYPE "body_kind" AS ENUM ('CHAMPION_TEAM', 'PROJECT_TEAM', 'BOARD');

-- AlterTable
ALTER TABLE "action" ALTER COLUMN "zone_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "meeting" ADD COLUMN     "body_id" UUID,
ALTER COLUMN "zone_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "meeting_series" ADD COLUMN     "body_id" UUID,
ALTER COLUMN "zone_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "standing_item" ADD COLUMN     "body_id" UUID,
ALTER COLUMN "zone_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "body" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "kind" "body_kind" NOT NULL,
    "quorum_people" INTEGER,
    "quorum_agencies" INTEGER,

    CONSTRAINT "body_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "body_place" (
    "conversation_id" UUID NOT NULL,
    "body_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "body_place_pkey" PRIMARY KEY ("conversation_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "body_partnership_id_kind_key" ON "body"("partnership_id", "kind");

-- CreateIndex
CREATE INDEX "body_place_body_id_idx" ON "body_place"("body_id");

-- CreateIndex
CREATE INDEX "meeting_body_id_state_starts_at_idx" ON "meeting"("body_id", "state", "starts_at");

-- AddForeignKey
ALTER TABLE "body" ADD CONSTRAINT "body_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "body_place" ADD CONSTRAINT "body_place_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "body_place" ADD CONSTRAINT "body_place_body_id_fkey" FOREIGN KEY ("body_id") REFERENCES "body"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting_series" ADD CONSTRAINT "meeting_series_body_id_fkey" FOREIGN KEY ("body_id") REFERENCES "body"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_body_id_fkey" FOREIGN KEY ("body_id") REFERENCES "body"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "standing_item" ADD CONSTRAINT "standing_item_body_id_fkey" FOREIGN KEY ("body_id") REFERENCES "body"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A meeting is a zone's or a body's, never both; and each body holds one at a time.
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_of_one_team" CHECK (num_nonnulls("zone_id", "body_id") = 1);
ALTER TABLE "meeting_series" ADD CONSTRAINT "meeting_series_of_one_team" CHECK (num_nonnulls("zone_id", "body_id") = 1);
ALTER TABLE "standing_item" ADD CONSTRAINT "standing_item_of_one_team" CHECK (num_nonnulls("zone_id", "body_id") = 1);
CREATE UNIQUE INDEX "meeting_body_running_once" ON "meeting" ("body_id") WHERE "state" = 'RUNNING';
