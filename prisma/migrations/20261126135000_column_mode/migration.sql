-- Column mode: the same field of many sheets, checked cell by cell.

-- CreateEnum
CREATE TYPE "column_outcome" AS ENUM ('confirmed', 'doubted');

-- CreateTable
CREATE TABLE "column_check" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "line_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "outcome" "column_outcome" NOT NULL,
    "value" TEXT,
    "erased_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "column_check_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "column_lease" (
    "line_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "holder_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "column_lease_pkey" PRIMARY KEY ("line_id","field")
);

-- CreateIndex
CREATE UNIQUE INDEX "column_check_line_id_field_key" ON "column_check"("line_id", "field");

-- CreateIndex
CREATE INDEX "column_check_person_id_idx" ON "column_check"("person_id");

-- CreateIndex
CREATE INDEX "column_lease_holder_id_idx" ON "column_lease"("holder_id");

-- AddForeignKey
ALTER TABLE "column_check" ADD CONSTRAINT "column_check_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "column_check" ADD CONSTRAINT "column_check_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "column_lease" ADD CONSTRAINT "column_lease_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "line"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "column_lease" ADD CONSTRAINT "column_lease_holder_id_fkey" FOREIGN KEY ("holder_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Append-only: an update may only empty the value (erasure), a deletion only happens with a practice petition.
CREATE FUNCTION keep_column_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF is_practice_line(OLD.line_id) THEN RETURN OLD; END IF;
  ELSIF NEW.value IS NULL AND NEW.erased_at IS NOT NULL
    AND (NEW.id, NEW.line_id, NEW.field, NEW.person_id, NEW.outcome, NEW.created_at)
      IS NOT DISTINCT FROM (OLD.id, OLD.line_id, OLD.field, OLD.person_id, OLD.outcome, OLD.created_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'column_check rows are never changed' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER column_check_kept BEFORE UPDATE OR DELETE ON column_check
  FOR EACH ROW EXECUTE FUNCTION keep_column_check();

-- The planner's statistics keep samples of a column's values, out of reach of an erasure.
ALTER TABLE column_check ALTER COLUMN value SET STATISTICS 0;
