-- AlterEnum
ALTER TYPE "nudge_rule" ADD VALUE 'STEP_LATE';
