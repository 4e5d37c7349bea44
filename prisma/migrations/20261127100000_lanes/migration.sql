-- What steps aside in a lane is few, and is found without reading all that waits there.
CREATE INDEX "delivery_stumbling" ON "delivery" ("lane", "id") WHERE "state" = 'WAITING' AND "attempts" >= 3;
