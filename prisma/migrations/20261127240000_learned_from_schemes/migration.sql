-- Schemes that are there already: how far they reach, and what a team takes from them.
CREATE TYPE "scheme_reach" AS ENUM ('PLACE', 'THEME');
ALTER TABLE "map_entry" ADD COLUMN "learned" TEXT NOT NULL DEFAULT '', ADD COLUMN "reach" "scheme_reach";
