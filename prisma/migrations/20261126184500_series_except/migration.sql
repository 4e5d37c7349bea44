-- AlterTable
ALTER TABLE "meeting_series" ADD COLUMN     "except" DATE[];
