-- What people wrote, and what was made of it, must not lie in the planner's statistics after it was erased.
ALTER TABLE page ALTER COLUMN insert_note SET STATISTICS 0;
ALTER TABLE page_print ALTER COLUMN ink SET STATISTICS 0;
ALTER TABLE page_print ALTER COLUMN signature SET STATISTICS 0;
