-- The planner's statistics keep samples of a column's values, out of reach of an erasure. Personal content gives none.
ALTER TABLE reading ALTER COLUMN raw SET STATISTICS 0, ALTER COLUMN value SET STATISTICS 0,
  ALTER COLUMN normalised SET STATISTICS 0, ALTER COLUMN alternatives SET STATISTICS 0;
ALTER TABLE decision ALTER COLUMN fields SET STATISTICS 0, ALTER COLUMN note SET STATISTICS 0;
ALTER TABLE signer ALTER COLUMN fields SET STATISTICS 0, ALTER COLUMN search_text SET STATISTICS 0;
ALTER TABLE scan ALTER COLUMN file_name SET STATISTICS 0;
ALTER TABLE page ALTER COLUMN findings SET STATISTICS 0;

-- An erased line never gets content again.
CREATE FUNCTION keep_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.fields IS NOT NULL AND EXISTS (SELECT 1 FROM line WHERE id = NEW.line_id AND erased_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the content of line % was erased', NEW.line_id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER decision_stays_erased BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION keep_erased();
CREATE TRIGGER signer_stays_erased BEFORE INSERT OR UPDATE ON signer FOR EACH ROW EXECUTE FUNCTION keep_erased();
