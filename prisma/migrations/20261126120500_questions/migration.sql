-- Questions about lines, sheets handed back for another scan, keys of one's own, evidence of the contact decision.
CREATE TYPE "line_note_kind" AS ENUM ('asked', 'escalated', 'answered', 'read');

ALTER TABLE "person" ADD COLUMN "keys" JSONB NOT NULL DEFAULT '{}';

ALTER TABLE "page" ADD COLUMN "handed_back_at" TIMESTAMPTZ(3),
ADD COLUMN "handed_back_reason" TEXT;

ALTER TABLE "line" ADD COLUMN "asked_by_id" UUID,
ADD COLUMN "contact_evidence" TEXT,
ADD COLUMN "waits_for" TEXT,
ADD COLUMN "waits_for_id" UUID,
ADD COLUMN "waits_until" TIMESTAMPTZ(3);

CREATE TABLE "line_note" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "line_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" "line_note_kind" NOT NULL,
    "line_version" INTEGER NOT NULL,
    "text" TEXT,
    "erased_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "line_note_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "line_note_line_id_idx" ON "line_note"("line_id");

ALTER TABLE "line" ADD CONSTRAINT "line_asked_by_id_fkey" FOREIGN KEY ("asked_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "line_note" ADD CONSTRAINT "line_note_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "line_note" ADD CONSTRAINT "line_note_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "line" ADD CONSTRAINT line_waits_for CHECK (
  waits_for IN ('colleague', 'supervisor', 'asker') AND asked_by_id IS NOT NULL
  OR waits_for IS NULL AND waits_for_id IS NULL AND waits_until IS NULL);

-- Open questions are few: their list must not read the petition.
CREATE INDEX line_asked ON line (petition_id) WHERE waits_for IS NOT NULL;
CREATE INDEX page_handed_back ON page (petition_id) WHERE handed_back_at IS NOT NULL;

-- What was said must not be guessed at from the planner's statistics after its erasure.
ALTER TABLE line_note ALTER COLUMN text SET STATISTICS 0;

CREATE FUNCTION keep_line_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF is_practice_line(OLD.line_id) THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'line_note rows are never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.text IS NULL AND NEW.erased_at IS NOT NULL
     AND (NEW.id, NEW.line_id, NEW.person_id, NEW.kind, NEW.line_version, NEW.created_at)
       IS NOT DISTINCT FROM (OLD.id, OLD.line_id, OLD.person_id, OLD.kind, OLD.line_version, OLD.created_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'line_note rows are never changed' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER line_note_kept BEFORE UPDATE OR DELETE ON line_note FOR EACH ROW EXECUTE FUNCTION keep_line_note();

-- Nothing is said any more about a line whose content was erased.
CREATE FUNCTION keep_note_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.text IS NOT NULL AND EXISTS (SELECT 1 FROM line WHERE id = NEW.line_id AND erased_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the content of line % was erased', NEW.line_id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER line_note_stays_erased BEFORE INSERT ON line_note FOR EACH ROW EXECUTE FUNCTION keep_note_erased();
