-- What residents tell a team from outside.
CREATE TYPE "told_state" AS ENUM ('OPEN', 'TAKEN_UP', 'NOT_OURS');
ALTER TYPE "nudge_rule" ADD VALUE 'TOLD_WAITING';

CREATE TABLE "told_problem" (
  "id" UUID NOT NULL,
  "partnership_id" UUID NOT NULL,
  "zone_id" UUID NOT NULL,
  "what" TEXT NOT NULL,
  "place" TEXT NOT NULL DEFAULT '',
  "state" "told_state" NOT NULL DEFAULT 'OPEN',
  "reason" TEXT NOT NULL DEFAULT '',
  "problem_id" UUID,
  "decided_by_id" UUID,
  "decided_at" TIMESTAMPTZ(3),
  "version" INTEGER NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "told_problem_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "told_problem_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "told_problem_problem_id_fkey" FOREIGN KEY ("problem_id") REFERENCES "problem"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT "told_problem_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE INDEX "told_problem_zone_id_state_idx" ON "told_problem"("zone_id", "state");
CREATE INDEX "told_problem_problem_id_idx" ON "told_problem"("problem_id");

CREATE TABLE "told_way" (
  "told_id" UUID NOT NULL,
  "mailbox" BYTEA NOT NULL,
  CONSTRAINT "told_way_pkey" PRIMARY KEY ("told_id"),
  CONSTRAINT "told_way_told_id_fkey" FOREIGN KEY ("told_id") REFERENCES "told_problem"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
