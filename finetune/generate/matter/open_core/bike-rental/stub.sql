-- Bikes that are free from :start until :end, by number. Column: bike.
-- Periods contain their first day and not their last one.
-- TODO(human): all bikes without a rental that collides with the wish.
SELECT NULL AS bike WHERE :start IS NULL AND :end IS NULL;
