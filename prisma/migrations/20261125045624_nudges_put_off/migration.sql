-- CreateTable
CREATE TABLE "nudge_put_off" (
    "person_id" UUID NOT NULL,
    "rule" "nudge_rule" NOT NULL,
    "subject" TEXT NOT NULL,
    "until" DATE NOT NULL,

    CONSTRAINT "nudge_put_off_pkey" PRIMARY KEY ("person_id","rule","subject")
);

-- AddForeignKey
ALTER TABLE "nudge_put_off" ADD CONSTRAINT "nudge_put_off_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
