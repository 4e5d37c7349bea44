-- An idea that somebody types is compared with those that share a word or its letters, not with all that there are.
CREATE INDEX "idea_words" ON "idea" USING GIN (to_tsvector('english', "text"));
CREATE INDEX "idea_letters" ON "idea" USING GIN ("text" gin_trgm_ops);
