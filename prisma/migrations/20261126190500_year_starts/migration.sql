-- AlterTable
ALTER TABLE "partnership" ADD COLUMN     "year_starts" INTEGER NOT NULL DEFAULT 1;
