-- Stacks that part themselves, papers that come twice, pages that take another one's place.

-- CreateEnum
CREATE TYPE "twin_verdict" AS ENUM ('held', 'different', 'replaces', 'dropped');

-- CreateEnum
CREATE TYPE "insert_kind" AS ENUM ('letter', 'cheque', 'other');

-- AlterTable
ALTER TABLE "scan" ADD COLUMN "part_of_id" UUID;

-- AlterTable
ALTER TABLE "page"
  ADD COLUMN "twin_of_id" UUID,
  ADD COLUMN "twin_likeness" DOUBLE PRECISION,
  ADD COLUMN "twin_verdict" "twin_verdict",
  ADD COLUMN "replaced_by_id" UUID,
  ADD COLUMN "insert_kind" "insert_kind",
  ADD COLUMN "insert_note" TEXT,
  ADD COLUMN "separator_id" UUID,
  ADD COLUMN "glanced_at" TIMESTAMPTZ(3),
  ADD COLUMN "is_not_blank" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "decision" ADD COLUMN "carried_from_id" UUID;

-- CreateTable
CREATE TABLE "page_print" (
    "page_id" UUID NOT NULL,
    "form_definition_id" UUID NOT NULL,
    "signature" BIGINT[],
    "ink" BYTEA NOT NULL,

CONSTRAINT "page_print_pkey" PRIMARY KEY ("page_id")
);

-- CreateTable
CREATE TABLE "separator" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "petition_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "batch_id" UUID,
    "declared_sheets" INTEGER,
    "declared_signatures" INTEGER,
    "printed_by_id" UUID,
    "printed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

CONSTRAINT "separator_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "scan_part_of_id_idx" ON "scan"("part_of_id");

-- CreateIndex
CREATE INDEX "page_twin_of_id_idx" ON "page"("twin_of_id");

-- CreateIndex
CREATE INDEX "page_separator_id_idx" ON "page"("separator_id");

-- CreateIndex
CREATE INDEX "page_print_form_definition_id_idx" ON "page_print"("form_definition_id");

-- CreateIndex
CREATE INDEX "separator_batch_id_idx" ON "separator"("batch_id");

-- CreateIndex
CREATE INDEX "separator_petition_id_idx" ON "separator"("petition_id");

-- CreateIndex
CREATE INDEX "decision_carried_from_id_idx" ON "decision"("carried_from_id");

-- AddForeignKey
ALTER TABLE "scan" ADD CONSTRAINT "scan_part_of_id_fkey" FOREIGN KEY ("part_of_id") REFERENCES "scan"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "page" ADD CONSTRAINT "page_twin_of_id_fkey" FOREIGN KEY ("twin_of_id") REFERENCES "page"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "page" ADD CONSTRAINT "page_replaced_by_id_fkey" FOREIGN KEY ("replaced_by_id") REFERENCES "page"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "page" ADD CONSTRAINT "page_separator_id_fkey" FOREIGN KEY ("separator_id") REFERENCES "separator"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "page_print" ADD CONSTRAINT "page_print_page_id_fkey" FOREIGN KEY ("page_id") REFERENCES "page"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "separator" ADD CONSTRAINT "separator_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "separator" ADD CONSTRAINT "separator_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "batch"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_carried_from_id_fkey" FOREIGN KEY ("carried_from_id") REFERENCES "decision"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- The same bytes are received once; parts of a file share them.
DROP INDEX scan_same_bytes;
CREATE UNIQUE INDEX scan_same_bytes ON scan (sha256) WHERE state <> 'withdrawn' AND state <> 'refused' AND part_of_id IS NULL;

-- The pages that wait for a decision: few, and asked for by every look at the triage board.
CREATE INDEX page_held ON page (updated_at) WHERE twin_verdict = 'held';

-- Read pages whose scan is poor and that nobody has looked at yet.
CREATE INDEX page_poor ON page (updated_at)
  WHERE state = 'read' AND glanced_at IS NULL AND jsonb_path_exists(findings, '$.warnings[0]');

-- As in the envelope's account, but a page that waits for a decision about its paper needs a hand; nobody reads it meanwhile.
CREATE OR REPLACE FUNCTION batch_account(subject uuid, OUT in_work integer, OUT open_pages integer, OUT sheets integer,
  OUT signatures integer, OUT to_review integer, OUT stored integer) LANGUAGE sql STABLE AS $$
  WITH scans AS (SELECT id, state, content_removed_at FROM scan WHERE batch_id = subject),
    pages AS (
      SELECT page.id, page.state, page.twin_verdict IS NOT DISTINCT FROM 'held' AS is_held
      FROM page JOIN scans ON scans.id = page.scan_id),
    lines AS (
      SELECT line.id, line.state FROM line JOIN pages ON pages.id = line.page_id
      WHERE line.state <> 'superseded' AND NOT pages.is_held
        AND NOT (line.state = 'rejected' AND line.reason IN ('blank', 'struck', 'not_a_signer'))
        AND NOT (line.state IN ('expected', 'awaiting_review') AND COALESCE(line.found, '') IN ('empty', 'struck')))
  SELECT
    ((SELECT count(*) FROM scans WHERE state = 'received')
      + (SELECT count(*) FROM pages WHERE state IN ('queued', 'preprocessed') AND NOT is_held))::int,
    ((SELECT count(*) FROM scans WHERE state = 'refused' AND content_removed_at IS NULL)
      + (SELECT count(*) FROM pages
         WHERE is_held OR state::text NOT IN ('queued', 'preprocessed', 'read', 'blank', 'withdrawn')))::int,
    (SELECT count(*) FROM pages WHERE state = 'read')::int,
    (SELECT count(*) FROM lines)::int,
    (SELECT count(*) FROM lines WHERE state IN ('expected', 'awaiting_review', 'in_second_keying'))::int,
    (SELECT count(*) FROM signer JOIN lines ON lines.id = signer.line_id WHERE signer.removed_at IS NULL)::int
$$;
