-- Ideas that share a word or letters with what somebody types, always by the indexes: while a partnership's ideas have grown faster
-- than the planner's figures of them, it would rather read every one.
CREATE FUNCTION "ideas_near"(said text, any_word tsquery) RETURNS TABLE (id uuid)
  LANGUAGE sql STABLE ROWS 20 SET enable_seqscan = off AS $$
  SELECT i."id" FROM "idea" i WHERE to_tsvector('english', i."text") @@ any_word
  UNION
  SELECT i."id" FROM "idea" i WHERE i."text" % said
$$;
