-- An absence can be told before it begins.
ALTER TABLE "person" ADD COLUMN "away_from" DATE;
