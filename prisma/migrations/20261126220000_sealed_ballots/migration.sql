-- Answers to a pulse are sealed until it closes, under a key that is not in the database: no row tells who said what.
CREATE TABLE "pulse_ballot" (
    "pulse_id" UUID NOT NULL,
    "mark" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    CONSTRAINT "pulse_ballot_pkey" PRIMARY KEY ("pulse_id", "mark"),
    CONSTRAINT "pulse_ballot_pulse_id_fkey" FOREIGN KEY ("pulse_id") REFERENCES "pulse"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
DROP TABLE "pulse_voter";
ALTER TABLE "pulse" DROP COLUMN "voter_key";
ALTER TABLE "pulse" ADD COLUMN "unread" INTEGER NOT NULL DEFAULT 0;
