-- Which zones have taken an idea over: read with every idea.
CREATE INDEX "idea_origin_id_idx" ON "idea"("origin_id");

-- Ideas that are alike, as found and weighed by the indexes: shared word stems over the mean of both (Dice), or like letters, from a
-- half on. Two texts that reach a half share a third of the longer one's words: of four words and more, so, any two. Of a long
-- text its twelve longest words are looked for.
-- Its parameter is known, and may be set by whoever is no superuser, once pg_trgm has been used in this session.
DO $$ BEGIN PERFORM similarity('', ''); END $$;
DROP FUNCTION "ideas_near"(text, tsquery);
CREATE FUNCTION "ideas_near"(said text) RETURNS TABLE (id uuid, score real)
  LANGUAGE sql STABLE ROWS 20 SET enable_seqscan = off SET pg_trgm.similarity_threshold = 0.5 AS $$
  WITH "asked" AS MATERIALIZED (
    SELECT "words", cardinality("words") AS "size", (
      CASE WHEN cardinality("words") <= 3 THEN (SELECT string_agg(quote_literal(w), ' | ') FROM unnest("words") AS w)
      ELSE (WITH "long" AS (SELECT w, row_number() OVER (ORDER BY length(w) DESC, w) AS n FROM unnest("words") AS w ORDER BY n LIMIT 12)
        SELECT string_agg(quote_literal(a.w) || ' & ' || quote_literal(b.w), ' | ') FROM "long" a JOIN "long" b ON a.n < b.n) END)::tsquery AS "any"
    FROM (SELECT tsvector_to_array(to_tsvector('english', said)) AS "words") AS "lexemes"),
  "near" AS (
    SELECT i."id", length(v."own") AS "size", length(v."own") - length(ts_delete(v."own", "asked"."words")) AS "shared", "asked"."size" AS "wanted"
    FROM "asked", "idea" i, LATERAL (SELECT to_tsvector('english', i."text") AS "own" OFFSET 0) AS v
    WHERE to_tsvector('english', i."text") @@ "asked"."any")
  SELECT "each"."id", max("each"."score") FROM (
    SELECT "near"."id", (2.0 * "shared" / ("size" + "wanted"))::real AS "score" FROM "near" WHERE 2.0 * "shared" / ("size" + "wanted") >= 0.5
    UNION ALL SELECT i."id", similarity(i."text", said) FROM "idea" i WHERE i."text" % said) AS "each" GROUP BY "each"."id"
$$;
