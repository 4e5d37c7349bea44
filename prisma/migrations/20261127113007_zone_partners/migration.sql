-- CreateEnum
CREATE TYPE "partner_answer" AS ENUM ('YES', 'NO', 'OPEN');

-- CreateTable
CREATE TABLE "zone_partner" (
    "zone_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "willing" "partner_answer" NOT NULL DEFAULT 'OPEN',
    "able" "partner_answer" NOT NULL DEFAULT 'OPEN',
    "note" TEXT NOT NULL DEFAULT '',
    "asked_on" DATE NOT NULL,
    "person_id" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "zone_partner_pkey" PRIMARY KEY ("zone_id","agency_id")
);

-- CreateIndex
CREATE INDEX "zone_partner_agency_id_idx" ON "zone_partner"("agency_id");

-- AddForeignKey
ALTER TABLE "zone_partner" ADD CONSTRAINT "zone_partner_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_partner" ADD CONSTRAINT "zone_partner_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_partner" ADD CONSTRAINT "zone_partner_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
