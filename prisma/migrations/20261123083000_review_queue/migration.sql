-- The reviewers' queue: the sheets in the order in which they were read, each from top to bottom. Partial, so that its
-- size follows the backlog and not the petition. (Partial indexes are not expressible in the schema file.)
CREATE INDEX line_waiting ON line (petition_id, created_at, page_id, index)
  WHERE state IN ('awaiting_review', 'in_second_keying');
-- Who holds what: affinity of a reviewer to a sheet, and what to give back.
CREATE INDEX line_leased ON line (lease_holder_id, lease_expires_at) WHERE lease_holder_id IS NOT NULL;
