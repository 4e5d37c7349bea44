-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "expires_at" TIMESTAMPTZ(3);
