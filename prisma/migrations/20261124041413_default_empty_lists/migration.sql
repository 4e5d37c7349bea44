-- An empty list is a list: these columns are never null.
-- AlterTable
ALTER TABLE "agency" ALTER COLUMN "aliases" SET DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "person" ALTER COLUMN "roles" SET DEFAULT ARRAY[]::"partnership_role"[];

UPDATE "agency" SET "aliases" = '{}' WHERE "aliases" IS NULL;
UPDATE "person" SET "roles" = '{}' WHERE "roles" IS NULL;
ALTER TABLE "agency" ALTER COLUMN "aliases" SET NOT NULL;
ALTER TABLE "person" ALTER COLUMN "roles" SET NOT NULL;
