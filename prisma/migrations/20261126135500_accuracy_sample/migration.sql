-- The published error rate: a sample of counted lines, keyed again blind.

-- CreateEnum
CREATE TYPE "accuracy_keying_kind" AS ENUM ('blind', 'adjudication');

-- CreateTable
CREATE TABLE "accuracy_sample" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "petition_id" UUID NOT NULL,
    "seed" TEXT NOT NULL,
    "population" INTEGER NOT NULL,
    "drawn_by_id" UUID NOT NULL,
    "drawn_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accuracy_sample_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "accuracy_line" (
    "line_id" UUID NOT NULL,
    "sample_id" UUID NOT NULL,
    "decision_id" UUID NOT NULL,
    "lease_holder_id" UUID,
    "lease_expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "accuracy_line_pkey" PRIMARY KEY ("line_id")
);

-- CreateTable
CREATE TABLE "accuracy_keying" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "line_id" UUID NOT NULL,
    "kind" "accuracy_keying_kind" NOT NULL,
    "person_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "wrong" TEXT[],
    "fields" JSONB,
    "erased_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accuracy_keying_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "accuracy_sample_petition_id_key" ON "accuracy_sample"("petition_id");

-- CreateIndex
CREATE INDEX "accuracy_line_sample_id_idx" ON "accuracy_line"("sample_id");

-- CreateIndex
CREATE UNIQUE INDEX "accuracy_keying_line_id_kind_key" ON "accuracy_keying"("line_id", "kind");

-- AddForeignKey
ALTER TABLE "accuracy_sample" ADD CONSTRAINT "accuracy_sample_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accuracy_sample" ADD CONSTRAINT "accuracy_sample_drawn_by_id_fkey" FOREIGN KEY ("drawn_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accuracy_line" ADD CONSTRAINT "accuracy_line_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accuracy_line" ADD CONSTRAINT "accuracy_line_sample_id_fkey" FOREIGN KEY ("sample_id") REFERENCES "accuracy_sample"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accuracy_line" ADD CONSTRAINT "accuracy_line_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accuracy_line" ADD CONSTRAINT "accuracy_line_lease_holder_id_fkey" FOREIGN KEY ("lease_holder_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accuracy_keying" ADD CONSTRAINT "accuracy_keying_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accuracy_keying" ADD CONSTRAINT "accuracy_keying_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Append-only: an update may only empty the fields (erasure), a deletion only happens with a practice petition.
CREATE FUNCTION keep_accuracy_keying() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF is_practice_line(OLD.line_id) THEN RETURN OLD; END IF;
  ELSIF NEW.fields IS NULL AND NEW.erased_at IS NOT NULL
    AND (NEW.id, NEW.line_id, NEW.kind, NEW.person_id, NEW.outcome, NEW.reason, NEW.wrong, NEW.created_at)
      IS NOT DISTINCT FROM (OLD.id, OLD.line_id, OLD.kind, OLD.person_id, OLD.outcome, OLD.reason, OLD.wrong, OLD.created_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'accuracy_keying rows are never changed' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER accuracy_keying_kept BEFORE UPDATE OR DELETE ON accuracy_keying
  FOR EACH ROW EXECUTE FUNCTION keep_accuracy_keying();
CREATE TRIGGER accuracy_keying_stays_erased BEFORE INSERT ON accuracy_keying FOR EACH ROW EXECUTE FUNCTION keep_erased();

-- A sample is what was drawn: nobody draws again until the figure pleases.
CREATE FUNCTION keep_accuracy_sample() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM petition WHERE id = OLD.petition_id AND is_practice) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'a sample is never changed' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER accuracy_sample_kept BEFORE UPDATE OR DELETE ON accuracy_sample
  FOR EACH ROW EXECUTE FUNCTION keep_accuracy_sample();

CREATE FUNCTION keep_accuracy_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF is_practice_line(OLD.line_id) THEN RETURN OLD; END IF;
  ELSIF (NEW.line_id, NEW.sample_id, NEW.decision_id) IS NOT DISTINCT FROM (OLD.line_id, OLD.sample_id, OLD.decision_id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a sample is never changed' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER accuracy_line_kept BEFORE UPDATE OR DELETE ON accuracy_line
  FOR EACH ROW EXECUTE FUNCTION keep_accuracy_line();

-- The planner's statistics keep samples of a column's values, out of reach of an erasure.
ALTER TABLE accuracy_keying ALTER COLUMN fields SET STATISTICS 0;
