-- CreateEnum
CREATE TYPE "map_kind" AS ENUM ('ROLE', 'SERVICE', 'STRUCTURE', 'MEETING', 'ASSET', 'SCHEME');

-- CreateTable
CREATE TABLE "map_entry" (
    "id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "kind" "map_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "what" TEXT NOT NULL DEFAULT '',
    "agency_id" UUID,
    "contact" TEXT NOT NULL DEFAULT '',
    "outcomes" "outcome"[],
    "keeper_id" UUID NOT NULL,
    "checked_on" DATE NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "map_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "map_entry_zone_id_kind_idx" ON "map_entry"("zone_id", "kind");

-- AddForeignKey
ALTER TABLE "map_entry" ADD CONSTRAINT "map_entry_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "map_entry" ADD CONSTRAINT "map_entry_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "map_entry" ADD CONSTRAINT "map_entry_keeper_id_fkey" FOREIGN KEY ("keeper_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Found by words: their stems, and near misses of them.
CREATE INDEX "map_entry_words" ON "map_entry" USING GIN (to_tsvector('english', "name" || ' ' || "what")) WITH (fastupdate = off);
CREATE INDEX "map_entry_letters" ON "map_entry" USING GIN (("name" || ' ' || "what") gin_trgm_ops) WITH (fastupdate = off);
