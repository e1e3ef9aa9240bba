-- Signatures are compared without touching the prints themselves. Covering, and partial since the schema file cannot say so.
CREATE INDEX page_print_signature ON page_print (form_definition_id) INCLUDE (page_id, signature) WHERE signature IS NOT NULL;
