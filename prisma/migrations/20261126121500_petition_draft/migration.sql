-- A petition being set up: its choices, its form, the sheets it is made from and tried on.
CREATE TYPE "draft_sheet_kind" AS ENUM ('blank', 'filled', 'trial');

CREATE TYPE "draft_sheet_state" AS ENUM ('waiting', 'done', 'failed');

CREATE TABLE "petition_draft" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "petition_id" UUID,
    "choices" JSONB NOT NULL DEFAULT '{}',
    "form" JSONB,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "petition_draft_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "draft_sheet" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "draft_id" UUID NOT NULL,
    "kind" "draft_sheet_kind" NOT NULL,
    "sha256" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "page_count" INTEGER NOT NULL,
    "page" INTEGER NOT NULL DEFAULT 1,
    "state" "draft_sheet_state" NOT NULL DEFAULT 'waiting',
    "reason_code" TEXT,
    "reason_params" JSONB,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "image" TEXT,
    "result" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "draft_sheet_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "draft_sheet_draft_id_idx" ON "draft_sheet"("draft_id");

CREATE INDEX "draft_sheet_state_idx" ON "draft_sheet"("state");

CREATE INDEX "draft_sheet_sha256_idx" ON "draft_sheet"("sha256");

CREATE INDEX "draft_sheet_image_idx" ON "draft_sheet"("image");

ALTER TABLE "petition_draft" ADD CONSTRAINT "petition_draft_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "draft_sheet" ADD CONSTRAINT "draft_sheet_draft_id_fkey" FOREIGN KEY ("draft_id") REFERENCES "petition_draft"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Which numbers of a print edition are out.
ALTER TABLE "form_definition" ADD COLUMN "printed_sheets" INTEGER NOT NULL DEFAULT 0;

-- Readings of trial sheets are personal: no samples of them in the planner's statistics.
ALTER TABLE draft_sheet ALTER COLUMN result SET STATISTICS 0, ALTER COLUMN file_name SET STATISTICS 0;
