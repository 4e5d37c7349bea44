-- A problem whose owner has left is without one: told in its timeline, so that it is known since when.
ALTER TYPE "problem_event_kind" ADD VALUE 'FREED';

-- Officers' names stand in a paper for the board only where the partnership wants them.
ALTER TABLE "partnership" ADD COLUMN "officers_named" BOOLEAN NOT NULL DEFAULT false;

-- A paper of weeks that are over, as it was first made.
CREATE TABLE "board_paper" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "from" DATE NOT NULL,
    "to" DATE NOT NULL,
    "issue" INTEGER NOT NULL DEFAULT 1,
    "content" JSONB NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "board_paper_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "board_paper_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "board_paper_partnership_id_scope_from_to_issue_key" ON "board_paper"("partnership_id", "scope", "from", "to", "issue");
