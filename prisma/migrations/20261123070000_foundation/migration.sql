-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "role" AS ENUM ('mailroom', 'reviewer', 'supervisor', 'dpo', 'auditor', 'administrator');

-- CreateEnum
CREATE TYPE "petition_state" AS ENUM ('open', 'closed');

-- CreateEnum
CREATE TYPE "batch_state" AS ENUM ('open', 'closed');

-- CreateEnum
CREATE TYPE "scan_state" AS ENUM ('received', 'split', 'refused', 'withdrawn');

-- CreateEnum
CREATE TYPE "page_state" AS ENUM ('queued', 'preprocessed', 'read', 'blank', 'unrecognised', 'unreadable', 'failed', 'withdrawn');

-- CreateEnum
CREATE TYPE "line_state" AS ENUM ('expected', 'awaiting_review', 'in_second_keying', 'counted', 'rejected', 'superseded');

-- CreateEnum
CREATE TYPE "decision_kind" AS ENUM ('machine', 'review', 'second_keying', 'adjudication', 'correction', 'reopening');

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "email" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "must_change_password" BOOLEAN NOT NULL DEFAULT true,
    "language" TEXT NOT NULL DEFAULT 'fr',
    "roles" "role"[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "csrf_token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "person_id" UUID,
    "kind" TEXT NOT NULL,
    "subject_type" TEXT,
    "subject_id" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "petition" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "title" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "addressees" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "state" "petition_state" NOT NULL DEFAULT 'open',
    "is_practice" BOOLEAN NOT NULL DEFAULT false,
    "closes_on" DATE,
    "countable_fields" TEXT[],
    "reasons" TEXT[],
    "prefill_policy" JSONB NOT NULL,
    "second_keying" JSONB NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "petition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_version" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "petition_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "text_sha256" TEXT NOT NULL,
    "recipients" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "form_definition" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "petition_id" UUID NOT NULL,
    "notice_version_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "frozen_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "form_definition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "batch" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "petition_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sender" TEXT,
    "received_on" DATE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "postmarked_on" DATE,
    "declared_sheets" INTEGER,
    "declared_signatures" INTEGER,
    "state" "batch_state" NOT NULL DEFAULT 'open',
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scan" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "batch_id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "file_name" TEXT,
    "media_type" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "page_count" INTEGER NOT NULL,
    "state" "scan_state" NOT NULL DEFAULT 'received',
    "reason_code" TEXT,
    "received_by_id" UUID,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "withdrawn_at" TIMESTAMPTZ(3),
    "content_removed_at" TIMESTAMPTZ(3),
    "attempt" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "scan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "page" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "scan_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "state" "page_state" NOT NULL DEFAULT 'queued',
    "reason_code" TEXT,
    "reason_params" JSONB,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "petition_id" UUID,
    "form_definition_id" UUID,
    "chosen_form_id" UUID,
    "turned_by" INTEGER NOT NULL DEFAULT 0,
    "source_image" TEXT,
    "rectified_image" TEXT,
    "width" INTEGER,
    "height" INTEGER,
    "dpi" DOUBLE PRECISION,
    "orientation" INTEGER,
    "registration" JSONB,
    "findings" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "page_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "line" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "page_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL,
    "petition_id" UUID NOT NULL,
    "form_definition_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "state" "line_state" NOT NULL DEFAULT 'expected',
    "reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "box" INTEGER[],
    "found" TEXT,
    "found_signed" BOOLEAN,
    "restricted_at" TIMESTAMPTZ(3),
    "erased_at" TIMESTAMPTZ(3),
    "duplicate_of_id" UUID,
    "contact_consent" BOOLEAN,
    "postponed_until" TIMESTAMPTZ(3),
    "lease_holder_id" UUID,
    "lease_expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "line_event" (
    "id" BIGSERIAL NOT NULL,
    "line_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "from_state" "line_state",
    "to_state" "line_state" NOT NULL,
    "reason" TEXT,

    CONSTRAINT "line_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reading_run" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "page_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL,
    "scan_sha256" TEXT NOT NULL,
    "form_key" TEXT NOT NULL,
    "form_version" INTEGER NOT NULL,
    "form_sha256" TEXT NOT NULL,
    "software_version" TEXT NOT NULL,
    "engines" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reading_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reading" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "engine" TEXT NOT NULL,
    "raw" TEXT,
    "value" TEXT,
    "normalised" TEXT,
    "confidence" DOUBLE PRECISION NOT NULL,
    "alternatives" JSONB,
    "prefill" BOOLEAN NOT NULL,
    "ditto" BOOLEAN NOT NULL DEFAULT false,
    "box" INTEGER[],
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "reading_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "line_id" UUID NOT NULL,
    "kind" "decision_kind" NOT NULL,
    "person_id" UUID,
    "line_version" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "fields" JSONB,
    "contact_consent" BOOLEAN,
    "shown_run_id" UUID,
    "note" TEXT,
    "elapsed_ms" INTEGER,
    "keys" INTEGER,
    "erased_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signer" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "line_id" UUID NOT NULL,
    "petition_id" UUID NOT NULL,
    "decision_id" UUID NOT NULL,
    "fields" JSONB,
    "search_text" TEXT,
    "stored_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "signer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_heartbeat" (
    "id" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "doing" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "worker_heartbeat_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE INDEX "session_person_id_idx" ON "session"("person_id");

-- CreateIndex
CREATE INDEX "audit_event_subject_type_subject_id_idx" ON "audit_event"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "audit_event_kind_at_idx" ON "audit_event"("kind", "at");

-- CreateIndex
CREATE UNIQUE INDEX "notice_version_petition_id_version_key" ON "notice_version"("petition_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "form_definition_petition_id_key_version_key" ON "form_definition"("petition_id", "key", "version");

-- CreateIndex
CREATE INDEX "batch_petition_id_idx" ON "batch"("petition_id");

-- CreateIndex
CREATE INDEX "scan_batch_id_idx" ON "scan"("batch_id");

-- CreateIndex
CREATE INDEX "scan_sha256_idx" ON "scan"("sha256");

-- CreateIndex
CREATE INDEX "page_state_idx" ON "page"("state");

-- CreateIndex
CREATE INDEX "page_petition_id_idx" ON "page"("petition_id");

-- CreateIndex
CREATE UNIQUE INDEX "page_scan_id_number_key" ON "page"("scan_id", "number");

-- CreateIndex
CREATE INDEX "line_petition_id_state_idx" ON "line"("petition_id", "state");

-- CreateIndex
CREATE INDEX "line_petition_id_state_lease_expires_at_idx" ON "line"("petition_id", "state", "lease_expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "line_page_id_generation_index_key" ON "line"("page_id", "generation", "index");

-- CreateIndex
CREATE INDEX "line_event_line_id_idx" ON "line_event"("line_id");

-- CreateIndex
CREATE UNIQUE INDEX "reading_run_page_id_generation_key" ON "reading_run"("page_id", "generation");

-- CreateIndex
CREATE INDEX "reading_line_id_idx" ON "reading"("line_id");

-- CreateIndex
CREATE UNIQUE INDEX "reading_run_id_line_id_field_key" ON "reading"("run_id", "line_id", "field");

-- CreateIndex
CREATE INDEX "decision_line_id_idx" ON "decision"("line_id");

-- CreateIndex
CREATE UNIQUE INDEX "signer_line_id_key" ON "signer"("line_id");

-- CreateIndex
CREATE INDEX "signer_petition_id_idx" ON "signer"("petition_id");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_version" ADD CONSTRAINT "notice_version_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "form_definition" ADD CONSTRAINT "form_definition_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "form_definition" ADD CONSTRAINT "form_definition_notice_version_id_fkey" FOREIGN KEY ("notice_version_id") REFERENCES "notice_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "batch" ADD CONSTRAINT "batch_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scan" ADD CONSTRAINT "scan_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "page" ADD CONSTRAINT "page_scan_id_fkey" FOREIGN KEY ("scan_id") REFERENCES "scan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "page" ADD CONSTRAINT "page_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "page" ADD CONSTRAINT "page_form_definition_id_fkey" FOREIGN KEY ("form_definition_id") REFERENCES "form_definition"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line" ADD CONSTRAINT "line_page_id_fkey" FOREIGN KEY ("page_id") REFERENCES "page"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line" ADD CONSTRAINT "line_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line" ADD CONSTRAINT "line_form_definition_id_fkey" FOREIGN KEY ("form_definition_id") REFERENCES "form_definition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line" ADD CONSTRAINT "line_lease_holder_id_fkey" FOREIGN KEY ("lease_holder_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line" ADD CONSTRAINT "line_duplicate_of_id_fkey" FOREIGN KEY ("duplicate_of_id") REFERENCES "line"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line_event" ADD CONSTRAINT "line_event_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reading_run" ADD CONSTRAINT "reading_run_page_id_fkey" FOREIGN KEY ("page_id") REFERENCES "page"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reading" ADD CONSTRAINT "reading_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "reading_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reading" ADD CONSTRAINT "reading_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signer" ADD CONSTRAINT "signer_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signer" ADD CONSTRAINT "signer_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signer" ADD CONSTRAINT "signer_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- Rules below are not expressible in the schema file. They hold whatever the code does.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- A file counts once: the same bytes cannot be received twice while the first is still there.
CREATE UNIQUE INDEX scan_same_bytes ON scan (sha256) WHERE state <> 'withdrawn' AND state <> 'refused';

CREATE INDEX signer_search ON signer USING gin (search_text gin_trgm_ops);

ALTER TABLE line
  ADD CONSTRAINT line_reason_when_rejected CHECK ((state = 'rejected') = (reason IS NOT NULL)),
  ADD CONSTRAINT line_index_from_one CHECK (index >= 1),
  ADD CONSTRAINT line_not_its_own_twin CHECK (duplicate_of_id IS NULL OR duplicate_of_id <> id),
  ADD CONSTRAINT line_lease_whole CHECK ((lease_holder_id IS NULL) = (lease_expires_at IS NULL));

ALTER TABLE page
  ADD CONSTRAINT page_number_from_one CHECK (number >= 1),
  ADD CONSTRAINT page_reason_when_stopped CHECK (
    state NOT IN ('unrecognised', 'unreadable', 'failed') OR reason_code IS NOT NULL),
  ADD CONSTRAINT page_form_with_petition CHECK ((form_definition_id IS NULL) = (petition_id IS NULL)),
  ADD CONSTRAINT page_form_when_known CHECK (state NOT IN ('preprocessed', 'read') OR form_definition_id IS NOT NULL);

ALTER TABLE decision
  ADD CONSTRAINT decision_outcome CHECK (outcome IN ('accepted', 'rejected', 'reopened')),
  ADD CONSTRAINT decision_reason CHECK ((outcome = 'rejected') = (reason IS NOT NULL)),
  ADD CONSTRAINT decision_person CHECK ((kind = 'machine') = (person_id IS NULL));

-- The state machine of a line. The same table stands in src/domain/ledger.ts; a test compares them.
CREATE FUNCTION line_may_follow(from_state line_state, to_state line_state) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE from_state
    WHEN 'expected' THEN to_state IN ('awaiting_review', 'rejected', 'superseded')
    WHEN 'awaiting_review' THEN to_state IN ('in_second_keying', 'counted', 'rejected', 'superseded')
    WHEN 'in_second_keying' THEN to_state IN ('awaiting_review', 'counted', 'rejected', 'superseded')
    WHEN 'counted' THEN to_state IN ('awaiting_review', 'rejected', 'superseded')
    WHEN 'rejected' THEN to_state IN ('awaiting_review', 'counted', 'superseded')
    ELSE false
  END
$$;

CREATE FUNCTION check_line_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'expected' THEN
      RAISE EXCEPTION 'a line begins as expected, not as %', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.page_id, NEW.generation, NEW.index, NEW.petition_id, NEW.form_definition_id)
     IS DISTINCT FROM (OLD.page_id, OLD.generation, OLD.index, OLD.petition_id, OLD.form_definition_id) THEN
    RAISE EXCEPTION 'a line stays where it is printed' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state THEN
    IF NOT line_may_follow(OLD.state, NEW.state) THEN
      RAISE EXCEPTION 'a line cannot go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.restricted_at IS NOT NULL AND NEW.restricted_at IS NOT NULL AND NEW.state <> 'superseded' THEN
      RAISE EXCEPTION 'a restricted line cannot change its state' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER line_transition BEFORE INSERT OR UPDATE ON line FOR EACH ROW EXECUTE FUNCTION check_line_transition();

CREATE FUNCTION record_line_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO line_event (line_id, to_state, reason) VALUES (NEW.id, NEW.state, NEW.reason);
  ELSIF (NEW.state, NEW.reason) IS DISTINCT FROM (OLD.state, OLD.reason) THEN
    INSERT INTO line_event (line_id, from_state, to_state, reason) VALUES (NEW.id, OLD.state, NEW.state, NEW.reason);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER line_recorded AFTER INSERT OR UPDATE ON line FOR EACH ROW EXECUTE FUNCTION record_line_event();

-- A counted line has exactly one stored signer, and a stored signer a counted line: checked when the transaction ends.
CREATE FUNCTION check_counted_is_stored() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject uuid := CASE WHEN TG_TABLE_NAME = 'line' THEN NEW.id ELSE NEW.line_id END;
  is_counted boolean;
  is_stored boolean;
BEGIN
  SELECT state = 'counted' INTO is_counted FROM line WHERE id = subject;
  SELECT EXISTS (SELECT 1 FROM signer WHERE line_id = subject AND removed_at IS NULL) INTO is_stored;
  IF is_counted IS DISTINCT FROM is_stored THEN
    RAISE EXCEPTION 'line % is % but its signer is %', subject,
      CASE WHEN is_counted THEN 'counted' ELSE 'not counted' END,
      CASE WHEN is_stored THEN 'stored' ELSE 'not stored' END USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER line_counted_is_stored AFTER INSERT OR UPDATE ON line
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_counted_is_stored();
CREATE CONSTRAINT TRIGGER signer_stored_is_counted AFTER INSERT OR UPDATE ON signer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_counted_is_stored();

-- Nothing of a real petition is ever deleted; the practice petition can go whole.
CREATE FUNCTION is_practice_line(subject uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM line JOIN petition ON petition.id = line.petition_id WHERE line.id = subject AND petition.is_practice)
$$;

CREATE FUNCTION refuse_line_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM petition WHERE id = OLD.petition_id AND is_practice) THEN
    RAISE EXCEPTION 'lines are never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END
$$;
CREATE TRIGGER line_kept BEFORE DELETE ON line FOR EACH ROW EXECUTE FUNCTION refuse_line_deletion();
CREATE TRIGGER signer_kept BEFORE DELETE ON signer FOR EACH ROW EXECUTE FUNCTION refuse_line_deletion();

-- Append-only: an update may only empty personal content (erasure), a deletion only happens with a practice petition.
CREATE FUNCTION keep_line_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF is_practice_line(OLD.line_id) THEN RETURN OLD; END IF;
    RAISE EXCEPTION '% rows are never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_TABLE_NAME = 'reading' THEN
    IF NEW.raw IS NULL AND NEW.value IS NULL AND NEW.normalised IS NULL AND NEW.alternatives IS NULL
       AND NEW.erased_at IS NOT NULL AND (NEW.run_id, NEW.line_id, NEW.field, NEW.engine, NEW.confidence, NEW.prefill, NEW.ditto)
         IS NOT DISTINCT FROM (OLD.run_id, OLD.line_id, OLD.field, OLD.engine, OLD.confidence, OLD.prefill, OLD.ditto) THEN
      RETURN NEW;
    END IF;
  ELSIF TG_TABLE_NAME = 'decision' THEN
    IF NEW.fields IS NULL AND NEW.note IS NULL AND NEW.erased_at IS NOT NULL
       AND (NEW.line_id, NEW.kind, NEW.person_id, NEW.outcome, NEW.reason, NEW.line_version, NEW.created_at)
         IS NOT DISTINCT FROM (OLD.line_id, OLD.kind, OLD.person_id, OLD.outcome, OLD.reason, OLD.line_version, OLD.created_at) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% rows are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER reading_kept BEFORE UPDATE OR DELETE ON reading FOR EACH ROW EXECUTE FUNCTION keep_line_record();
CREATE TRIGGER decision_kept BEFORE UPDATE OR DELETE ON decision FOR EACH ROW EXECUTE FUNCTION keep_line_record();
CREATE TRIGGER line_event_kept BEFORE UPDATE OR DELETE ON line_event FOR EACH ROW EXECUTE FUNCTION keep_line_record();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% rows are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_event_kept BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_version_kept BEFORE UPDATE ON notice_version FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A form definition is frozen at its first use: every page and line points at what was really there.
CREATE FUNCTION keep_frozen_form() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.frozen_at IS NOT NULL AND (NEW.definition, NEW.sha256, NEW.key, NEW.version, NEW.petition_id, NEW.notice_version_id, NEW.frozen_at)
     IS DISTINCT FROM (OLD.definition, OLD.sha256, OLD.key, OLD.version, OLD.petition_id, OLD.notice_version_id, OLD.frozen_at) THEN
    RAISE EXCEPTION 'a form definition in use is frozen: make a new version' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER form_definition_frozen BEFORE UPDATE ON form_definition FOR EACH ROW EXECUTE FUNCTION keep_frozen_form();

CREATE FUNCTION freeze_used_form() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.form_definition_id IS NOT NULL THEN
    UPDATE form_definition SET frozen_at = now() WHERE id = NEW.form_definition_id AND frozen_at IS NULL;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER page_freezes_form AFTER INSERT OR UPDATE OF form_definition_id ON page FOR EACH ROW EXECUTE FUNCTION freeze_used_form();

-- Live views: one message a transaction and batch or petition (Postgres folds equal ones), ids only.
CREATE FUNCTION announce_page() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('paraphe', 'batch:' || (SELECT batch_id FROM scan WHERE id = COALESCE(NEW.scan_id, OLD.scan_id)));
  RETURN NULL;
END
$$;
CREATE TRIGGER page_announced AFTER INSERT OR UPDATE ON page FOR EACH ROW EXECUTE FUNCTION announce_page();

CREATE FUNCTION announce_scan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('paraphe', 'batch:' || NEW.batch_id);
  RETURN NULL;
END
$$;
CREATE TRIGGER scan_announced AFTER INSERT OR UPDATE ON scan FOR EACH ROW EXECUTE FUNCTION announce_scan();

CREATE FUNCTION announce_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.state <> OLD.state THEN
    PERFORM pg_notify('paraphe', 'petition:' || NEW.petition_id);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER line_announced AFTER INSERT OR UPDATE ON line FOR EACH ROW EXECUTE FUNCTION announce_line();
