-- Waiting jobs: id, ahead (pages that are printed before it on the same printer); by id.
-- TODO(human): for each job the pages of the waiting jobs before it, by id, on its printer.
SELECT NULL AS id, NULL AS ahead WHERE 0;
