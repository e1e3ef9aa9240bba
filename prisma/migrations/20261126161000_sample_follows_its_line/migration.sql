-- A drawn line whose page is replaced goes on as the line of the new page, when its decision was carried there: the same
-- ink, the same decision. Nothing else about a sample ever changes.
CREATE OR REPLACE FUNCTION keep_accuracy_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF is_practice_line(OLD.line_id) THEN RETURN OLD; END IF;
  ELSIF (NEW.line_id, NEW.sample_id, NEW.decision_id) IS NOT DISTINCT FROM (OLD.line_id, OLD.sample_id, OLD.decision_id) THEN
    RETURN NEW;
  ELSIF NEW.sample_id = OLD.sample_id AND EXISTS (SELECT 1 FROM decision
    WHERE id = NEW.decision_id AND line_id = NEW.line_id AND carried_from_id = OLD.decision_id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a sample is never changed' USING ERRCODE = 'restrict_violation';
END
$$;
