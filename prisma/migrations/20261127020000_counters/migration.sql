-- CreateTable
CREATE TABLE "counter" (
    "partnership_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "counter_pkey" PRIMARY KEY ("partnership_id","kind")
);

-- AddForeignKey
ALTER TABLE "counter" ADD CONSTRAINT "counter_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
