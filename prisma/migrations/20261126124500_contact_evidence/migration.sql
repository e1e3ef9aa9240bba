-- Before a content is removed, every table that may still point at it is asked.
CREATE INDEX line_contact_evidence ON line (contact_evidence) WHERE contact_evidence IS NOT NULL;
