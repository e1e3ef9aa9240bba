-- The account of an envelope: what was declared, what was found, where the paper lies; and when it may be closed.

-- CreateEnum
CREATE TYPE "batch_channel" AS ENUM ('post', 'courier', 'hand', 'email', 'other');

-- AlterTable
ALTER TABLE "batch" ADD COLUMN     "box" TEXT,
ADD COLUMN     "channel" "batch_channel",
ADD COLUMN     "closed_by_id" UUID,
ADD COLUMN     "difference_reason" TEXT,
ADD COLUMN     "folder" TEXT;

-- CreateIndex
CREATE INDEX "batch_box_folder_idx" ON "batch"("box", "folder");

-- CreateTable
CREATE TABLE "batch_event" (
    "id" BIGSERIAL NOT NULL,
    "batch_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "person_id" UUID,
    "kind" TEXT NOT NULL,
    "reason" TEXT,
    "account" JSONB NOT NULL,

    CONSTRAINT "batch_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "batch_event_batch_id_idx" ON "batch_event"("batch_id");

-- AddForeignKey
ALTER TABLE "batch_event" ADD CONSTRAINT "batch_event_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

UPDATE batch SET closed_at = COALESCE(closed_at, created_at) WHERE state = 'closed';
ALTER TABLE batch ADD CONSTRAINT batch_closed_has_time CHECK ((state = 'closed') = (closed_at IS NOT NULL));

-- The one place that knows what is found in a batch; the closing rule below and every shown account ask here.
--   in_work     files that are not split, pages that are not read: nobody knows yet
--   open_pages  pages (and kept files) that need a hand; whatever state is added later is open until it is named here
--   sheets      pages that carry a form; backs without writing and inserts are none
--   signatures  lines that somebody signed, by what is known now: review may still find one blank
--   to_review   of these, the lines that nobody has decided yet
--   stored      signers kept
CREATE FUNCTION batch_account(subject uuid, OUT in_work integer, OUT open_pages integer, OUT sheets integer,
  OUT signatures integer, OUT to_review integer, OUT stored integer) LANGUAGE sql STABLE AS $$
  WITH scans AS (SELECT id, state, content_removed_at FROM scan WHERE batch_id = subject),
    pages AS (SELECT page.id, page.state FROM page JOIN scans ON scans.id = page.scan_id),
    lines AS (
      SELECT line.id, line.state FROM line JOIN pages ON pages.id = line.page_id
      WHERE line.state <> 'superseded'
        AND NOT (line.state = 'rejected' AND line.reason IN ('blank', 'struck', 'not_a_signer'))
        AND NOT (line.state IN ('expected', 'awaiting_review') AND COALESCE(line.found, '') IN ('empty', 'struck')))
  SELECT
    ((SELECT count(*) FROM scans WHERE state = 'received')
      + (SELECT count(*) FROM pages WHERE state IN ('queued', 'preprocessed')))::int,
    ((SELECT count(*) FROM scans WHERE state = 'refused' AND content_removed_at IS NULL)
      + (SELECT count(*) FROM pages
         WHERE state::text NOT IN ('queued', 'preprocessed', 'read', 'blank', 'withdrawn')))::int,
    (SELECT count(*) FROM pages WHERE state = 'read')::int,
    (SELECT count(*) FROM lines)::int,
    (SELECT count(*) FROM lines WHERE state IN ('expected', 'awaiting_review', 'in_second_keying'))::int,
    (SELECT count(*) FROM signer JOIN lines ON lines.id = signer.line_id WHERE signer.removed_at IS NULL)::int
$$;

CREATE FUNCTION check_batch_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  account record;
BEGIN
  IF OLD.state = 'closed' AND NEW.state = 'closed' AND
     (NEW.petition_id, NEW.name, NEW.sender, NEW.received_on, NEW.postmarked_on, NEW.channel, NEW.declared_sheets,
      NEW.declared_signatures, NEW.closed_at, NEW.closed_by_id, NEW.difference_reason) IS DISTINCT FROM
     (OLD.petition_id, OLD.name, OLD.sender, OLD.received_on, OLD.postmarked_on, OLD.channel, OLD.declared_sheets,
      OLD.declared_signatures, OLD.closed_at, OLD.closed_by_id, OLD.difference_reason) THEN
    RAISE EXCEPTION 'batch % is closed', OLD.id USING ERRCODE = 'PB001';
  END IF;
  IF OLD.state = 'closed' AND NEW.state = 'open' THEN
    NEW.closed_at := NULL;
    NEW.closed_by_id := NULL;
    NEW.difference_reason := NULL;
  END IF;
  IF OLD.state = 'open' AND NEW.state = 'closed' THEN
    SELECT * INTO account FROM batch_account(NEW.id);
    IF account.in_work > 0 THEN
      RAISE EXCEPTION 'batch % is still being read', NEW.id USING ERRCODE = 'PB002';
    END IF;
    IF account.open_pages > 0 OR account.sheets <> COALESCE(NEW.declared_sheets, account.sheets)
       OR account.signatures <> COALESCE(NEW.declared_signatures, account.signatures) THEN
      IF btrim(COALESCE(NEW.difference_reason, '')) = '' OR NOT EXISTS (
        SELECT 1 FROM person WHERE id = NEW.closed_by_id AND 'supervisor' = ANY (roles) AND disabled_at IS NULL) THEN
        RAISE EXCEPTION 'batch % does not balance', NEW.id USING ERRCODE = 'PB003';
      END IF;
    ELSE
      NEW.difference_reason := NULL;
    END IF;
    NEW.closed_at := COALESCE(NEW.closed_at, now());
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER batch_change BEFORE UPDATE ON batch FOR EACH ROW EXECUTE FUNCTION check_batch_change();

-- Nothing comes into a closed batch or leaves it. The lock makes closing and arriving wait for each other.
CREATE FUNCTION refuse_if_closed(subject uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  found batch_state;
BEGIN
  SELECT state INTO found FROM batch WHERE id = subject FOR SHARE;
  IF found = 'closed' THEN
    RAISE EXCEPTION 'batch % is closed', subject USING ERRCODE = 'PB001';
  END IF;
END
$$;

CREATE FUNCTION check_scan_of_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.batch_id = OLD.batch_id AND NEW.state = OLD.state THEN
      RETURN NEW;
    END IF;
    IF NEW.batch_id <> OLD.batch_id THEN
      PERFORM refuse_if_closed(OLD.batch_id);
    END IF;
  END IF;
  PERFORM refuse_if_closed(NEW.batch_id);
  RETURN NEW;
END
$$;
CREATE TRIGGER scan_of_open_batch BEFORE INSERT OR UPDATE OF batch_id, state ON scan
  FOR EACH ROW EXECUTE FUNCTION check_scan_of_batch();

CREATE FUNCTION check_page_of_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR (NEW.state = 'queued' AND OLD.state <> 'queued') THEN
    PERFORM refuse_if_closed((SELECT batch_id FROM scan WHERE id = NEW.scan_id));
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER page_of_open_batch BEFORE INSERT OR UPDATE OF state ON page
  FOR EACH ROW EXECUTE FUNCTION check_page_of_batch();

CREATE FUNCTION announce_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('paraphe', 'batch:' || NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER batch_announced AFTER INSERT OR UPDATE ON batch FOR EACH ROW EXECUTE FUNCTION announce_batch();

CREATE FUNCTION keep_batch_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM batch JOIN petition ON petition.id = batch.petition_id
     WHERE batch.id = OLD.batch_id AND petition.is_practice) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% rows are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER batch_event_kept BEFORE UPDATE OR DELETE ON batch_event FOR EACH ROW EXECUTE FUNCTION keep_batch_event();
