-- An idea that somebody types is compared with those that share a word or its letters, not with all that there are.
-- Ideas are few and are looked through at each new one: what is new goes into the index at once, not onto a list beside it.
CREATE INDEX "idea_words" ON "idea" USING GIN (to_tsvector('english', "text")) WITH (fastupdate = off);
CREATE INDEX "idea_letters" ON "idea" USING GIN ("text" gin_trgm_ops) WITH (fastupdate = off);
