-- CreateEnum
CREATE TYPE "sector" AS ENUM ('HEALTH', 'POLICE', 'LOCAL_AUTHORITY', 'FIRE', 'CRIMINAL_JUSTICE', 'AMBULANCE', 'HOUSING', 'EDUCATION', 'FAITH', 'THIRD_SECTOR', 'COMMUNITY_BODY', 'BUSINESS', 'RESIDENTS');

-- CreateEnum
CREATE TYPE "setting" AS ENUM ('CITY', 'COUNTY');

-- CreateEnum
CREATE TYPE "outcome" AS ENUM ('SAFE', 'WELL', 'SKILLS', 'RESOURCES');

-- CreateEnum
CREATE TYPE "tool" AS ENUM ('INTERACTION', 'INTEGRATION', 'TREATMENT', 'CONTROL', 'ENVIRONMENT', 'BELIEVING');

-- CreateEnum
CREATE TYPE "way" AS ENUM ('ONE_TO_ONE', 'GROUP');

-- CreateEnum
CREATE TYPE "people_band" AS ENUM ('ONE', 'TWO_TO_FIVE', 'SIX_TO_TWENTY', 'TWENTY_ONE_TO_FIFTY', 'OVER_FIFTY');

-- CreateEnum
CREATE TYPE "partnership_role" AS ENUM ('ADMIN', 'BOARD');

-- CreateEnum
CREATE TYPE "join_state" AS ENUM ('PENDING', 'APPROVED', 'DECLINED');

-- CreateEnum
CREATE TYPE "delivery_kind" AS ENUM ('ANSWER', 'MESSAGE', 'LIVE_CARD');

-- CreateEnum
CREATE TYPE "delivery_state" AS ENUM ('WAITING', 'SENT', 'DEAD', 'SKIPPED');

-- CreateTable
CREATE TABLE "partnership" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'Europe/London',
    "marking" TEXT NOT NULL DEFAULT 'OFFICIAL',
    "case_advice" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "partnership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat_tenant" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "chat_tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agency" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "short_name" TEXT NOT NULL,
    "aliases" TEXT[],
    "sector" "sector" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agency_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agency_tenant" (
    "agency_id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,

    CONSTRAINT "agency_tenant_pkey" PRIMARY KEY ("agency_id","platform","tenant")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "roles" "partnership_role"[],
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat_identity" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "person_id" UUID,
    "platform" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "user" TEXT NOT NULL,
    "name" TEXT,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "chat_identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "zone" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "setting" "setting" NOT NULL,
    "ambition" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "zone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conversation" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT,
    "user" TEXT,
    "reference" JSONB,
    "stopped_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "zone_place" (
    "conversation_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "zone_place_pkey" PRIMARY KEY ("conversation_id")
);

-- CreateTable
CREATE TABLE "membership" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "role_title" TEXT NOT NULL,
    "lead" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "champion" (
    "person_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "champion_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "join_request" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role_title" TEXT NOT NULL,
    "state" "join_state" NOT NULL DEFAULT 'PENDING',
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "join_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link_code" (
    "code_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "link_code_pkey" PRIMARY KEY ("code_hash")
);

-- CreateTable
CREATE TABLE "interaction" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "zone_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "tool" "tool" NOT NULL,
    "outcomes" "outcome"[],
    "way" "way",
    "structured" BOOLEAN,
    "people_count" INTEGER,
    "people_band" "people_band",
    "minutes" INTEGER,
    "occurred_on" DATE NOT NULL,
    "guessed" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "shared_at" TIMESTAMPTZ(3),
    "undone_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "interaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "interaction_agency" (
    "interaction_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,

    CONSTRAINT "interaction_agency_pkey" PRIMARY KEY ("interaction_id","agency_id")
);

-- CreateTable
CREATE TABLE "event_receipt" (
    "key" TEXT NOT NULL,
    "handler" TEXT NOT NULL,
    "outcome" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_receipt_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "draft" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "owner" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "kind" "delivery_kind" NOT NULL,
    "state" "delivery_state" NOT NULL DEFAULT 'WAITING',
    "lane" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "conversation" TEXT,
    "thread" TEXT,
    "user" TEXT,
    "reply" JSONB,
    "content" JSONB,
    "record_type" TEXT,
    "record_id" UUID,
    "wanted_version" INTEGER,
    "receipt_key" TEXT,
    "once_key" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reason" TEXT,
    "external_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "posted_card" (
    "record_type" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "conversation" TEXT NOT NULL,
    "partnership_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "posted_card_pkey" PRIMARY KEY ("record_type","record_id","platform","tenant","conversation")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "partnership_id" UUID NOT NULL,
    "person_id" UUID,
    "action" TEXT NOT NULL,
    "record_type" TEXT NOT NULL,
    "record_id" UUID,
    "details" JSONB NOT NULL DEFAULT '{}',
    "request_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "console_message" (
    "id" UUID NOT NULL,
    "conversation" TEXT NOT NULL,
    "thread" TEXT,
    "audience" TEXT,
    "author" TEXT,
    "content" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "console_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_heartbeat" (
    "id" TEXT NOT NULL,
    "worker_ids" TEXT[],
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_heartbeat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "send_pace" (
    "key" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "send_pace_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "chat_tenant_platform_tenant_key" ON "chat_tenant"("platform", "tenant");

-- CreateIndex
CREATE UNIQUE INDEX "agency_partnership_id_name_key" ON "agency"("partnership_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "agency_partnership_id_short_name_key" ON "agency"("partnership_id", "short_name");

-- CreateIndex
CREATE INDEX "person_partnership_id_idx" ON "person"("partnership_id");

-- CreateIndex
CREATE INDEX "person_agency_id_idx" ON "person"("agency_id");

-- CreateIndex
CREATE INDEX "chat_identity_person_id_idx" ON "chat_identity"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "chat_identity_platform_tenant_user_key" ON "chat_identity"("platform", "tenant", "user");

-- CreateIndex
CREATE UNIQUE INDEX "zone_partnership_id_name_key" ON "zone"("partnership_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "zone_partnership_id_code_key" ON "zone"("partnership_id", "code");

-- CreateIndex
CREATE INDEX "conversation_platform_tenant_user_idx" ON "conversation"("platform", "tenant", "user");

-- CreateIndex
CREATE UNIQUE INDEX "conversation_platform_tenant_external_id_key" ON "conversation"("platform", "tenant", "external_id");

-- CreateIndex
CREATE INDEX "zone_place_zone_id_idx" ON "zone_place"("zone_id");

-- CreateIndex
CREATE INDEX "membership_zone_id_idx" ON "membership"("zone_id");

-- CreateIndex
CREATE UNIQUE INDEX "membership_person_id_zone_id_key" ON "membership"("person_id", "zone_id");

-- CreateIndex
CREATE UNIQUE INDEX "champion_agency_id_key" ON "champion"("agency_id");

-- CreateIndex
CREATE INDEX "join_request_zone_id_state_idx" ON "join_request"("zone_id", "state");

-- CreateIndex
CREATE INDEX "join_request_identity_id_idx" ON "join_request"("identity_id");

-- CreateIndex
CREATE INDEX "link_code_person_id_idx" ON "link_code"("person_id");

-- CreateIndex
CREATE INDEX "interaction_zone_id_occurred_on_id_idx" ON "interaction"("zone_id", "occurred_on", "id");

-- CreateIndex
CREATE INDEX "interaction_person_id_occurred_on_id_idx" ON "interaction"("person_id", "occurred_on", "id");

-- CreateIndex
CREATE INDEX "interaction_agency_agency_id_idx" ON "interaction_agency"("agency_id");

-- CreateIndex
CREATE INDEX "event_receipt_created_at_idx" ON "event_receipt"("created_at");

-- CreateIndex
CREATE INDEX "draft_created_at_idx" ON "draft"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_once_key_key" ON "delivery"("once_key");

-- CreateIndex
CREATE INDEX "delivery_lane_state_id_idx" ON "delivery"("lane", "state", "id");

-- CreateIndex
CREATE INDEX "delivery_state_created_at_idx" ON "delivery"("state", "created_at");

-- CreateIndex
CREATE INDEX "audit_entry_record_type_record_id_idx" ON "audit_entry"("record_type", "record_id");

-- CreateIndex
CREATE INDEX "audit_entry_partnership_id_at_idx" ON "audit_entry"("partnership_id", "at");

-- CreateIndex
CREATE INDEX "console_message_conversation_id_idx" ON "console_message"("conversation", "id");

-- AddForeignKey
ALTER TABLE "chat_tenant" ADD CONSTRAINT "chat_tenant_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agency" ADD CONSTRAINT "agency_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agency_tenant" ADD CONSTRAINT "agency_tenant_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_identity" ADD CONSTRAINT "chat_identity_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone" ADD CONSTRAINT "zone_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_place" ADD CONSTRAINT "zone_place_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_place" ADD CONSTRAINT "zone_place_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "champion" ADD CONSTRAINT "champion_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "champion" ADD CONSTRAINT "champion_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "join_request" ADD CONSTRAINT "join_request_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "chat_identity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "join_request" ADD CONSTRAINT "join_request_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "join_request" ADD CONSTRAINT "join_request_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_code" ADD CONSTRAINT "link_code_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interaction" ADD CONSTRAINT "interaction_partnership_id_fkey" FOREIGN KEY ("partnership_id") REFERENCES "partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interaction" ADD CONSTRAINT "interaction_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interaction" ADD CONSTRAINT "interaction_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interaction" ADD CONSTRAINT "interaction_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interaction_agency" ADD CONSTRAINT "interaction_agency_interaction_id_fkey" FOREIGN KEY ("interaction_id") REFERENCES "interaction"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interaction_agency" ADD CONSTRAINT "interaction_agency_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Rules that Prisma's schema cannot state.
ALTER TABLE "interaction"
  ADD CONSTRAINT "interaction_text_present" CHECK (length(btrim("text")) BETWEEN 1 AND 10000),
  ADD CONSTRAINT "interaction_outcome_present" CHECK (cardinality("outcomes") >= 1),
  ADD CONSTRAINT "interaction_people_not_negative" CHECK ("people_count" >= 0),
  ADD CONSTRAINT "interaction_minutes_in_a_day" CHECK ("minutes" BETWEEN 1 AND 1440);
ALTER TABLE "zone" ADD CONSTRAINT "zone_code_letters" CHECK ("code" ~ '^[A-Z]{2,4}$');
ALTER TABLE "partnership" ADD CONSTRAINT "partnership_name_present" CHECK (length(btrim("name")) > 0);
ALTER TABLE "agency" ADD CONSTRAINT "agency_name_present" CHECK (length(btrim("name")) > 0);
ALTER TABLE "person" ADD CONSTRAINT "person_name_present" CHECK (length(btrim("name")) > 0);
ALTER TABLE "delivery"
  ADD CONSTRAINT "delivery_settled" CHECK (("state" = 'WAITING') = ("settled_at" IS NULL)),
  ADD CONSTRAINT "delivery_reason" CHECK ("state" NOT IN ('DEAD', 'SKIPPED') OR "reason" IS NOT NULL),
  ADD CONSTRAINT "delivery_live_card_record" CHECK ("kind" <> 'LIVE_CARD' OR ("record_type" IS NOT NULL AND "record_id" IS NOT NULL));
