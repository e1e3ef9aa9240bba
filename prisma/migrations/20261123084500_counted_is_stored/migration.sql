-- The first version of this function named a column that only one of its two tables has: PL/pgSQL resolves a whole
-- expression at once, so every change of a line failed. Each table's column now stands in a statement of its own.
CREATE OR REPLACE FUNCTION check_counted_is_stored() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject uuid;
  is_counted boolean;
  is_stored boolean;
BEGIN
  IF TG_TABLE_NAME = 'line' THEN
    subject := NEW.id;
  ELSE
    subject := NEW.line_id;
  END IF;
  SELECT state = 'counted' INTO is_counted FROM line WHERE id = subject;
  -- Gone within the same transaction, with its practice petition.
  IF is_counted IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT EXISTS (SELECT 1 FROM signer WHERE line_id = subject AND removed_at IS NULL) INTO is_stored;
  IF is_counted IS DISTINCT FROM is_stored THEN
    RAISE EXCEPTION 'line % is % but its signer is %', subject,
      CASE WHEN is_counted THEN 'counted' ELSE 'not counted' END,
      CASE WHEN is_stored THEN 'stored' ELSE 'not stored' END USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;
