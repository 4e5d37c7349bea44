-- The tenants that were known are connections now: with a state, whose they are, and sealed secrets of their own.
CREATE TYPE "connection_state" AS ENUM ('ASKED', 'ACTIVE', 'PAUSED', 'ENDED');

ALTER TABLE "chat_tenant" RENAME TO "connection";
ALTER TABLE "connection" RENAME CONSTRAINT "chat_tenant_pkey" TO "connection_pkey";
ALTER TABLE "connection" RENAME CONSTRAINT "chat_tenant_partnership_id_fkey" TO "connection_partnership_id_fkey";
ALTER INDEX "chat_tenant_platform_tenant_key" RENAME TO "connection_platform_tenant_key";
ALTER TABLE "connection" RENAME COLUMN "paused_reason" TO "trouble";
ALTER TABLE "connection" RENAME COLUMN "paused_since" TO "refused_since";
ALTER TABLE "connection" RENAME COLUMN "paused_until" TO "refused_until";
ALTER TABLE "connection"
  ADD COLUMN "state" "connection_state" NOT NULL DEFAULT 'ACTIVE',
  ADD COLUMN "app" TEXT,
  ADD COLUMN "named" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "environment" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "secrets" BYTEA,
  ADD COLUMN "key_id" TEXT,
  ADD COLUMN "decided_by_id" UUID,
  ADD COLUMN "decided_at" TIMESTAMPTZ(3),
  ADD COLUMN "well_at" TIMESTAMPTZ(3),
  ADD COLUMN "trouble_at" TIMESTAMPTZ(3),
  ADD CONSTRAINT "connection_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  -- Sealed under a key that is named, or not there at all.
  ADD CONSTRAINT "connection_sealed" CHECK (("secrets" IS NULL) = ("key_id" IS NULL)),
  -- Who has ended leaves no secrets behind.
  ADD CONSTRAINT "connection_forgotten" CHECK ("state" <> 'ENDED' OR "secrets" IS NULL);
UPDATE "connection" SET "trouble_at" = "refused_since" WHERE "trouble" IS NOT NULL;
CREATE INDEX "connection_platform_app_idx" ON "connection"("platform", "app");

CREATE TABLE "connection_agency" (
  "connection_id" UUID NOT NULL,
  "agency_id" UUID NOT NULL,
  CONSTRAINT "connection_agency_pkey" PRIMARY KEY ("connection_id", "agency_id"),
  CONSTRAINT "connection_agency_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "connection_agency_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- A channel that several workspaces share has one id in all of them.
CREATE INDEX "conversation_external_id_idx" ON "conversation"("external_id");
