-- AlterEnum
ALTER TYPE "nudge_rule" ADD VALUE 'ASK_UNANSWERED';

-- AlterTable
ALTER TABLE "ask" ADD COLUMN     "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- Until now nothing told when it was passed on.
UPDATE "ask" SET "asked_at" = "created_at";
