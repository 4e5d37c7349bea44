-- AlterTable
ALTER TABLE "worker_heartbeat" ADD COLUMN     "holds_lock" BOOLEAN NOT NULL DEFAULT false;
