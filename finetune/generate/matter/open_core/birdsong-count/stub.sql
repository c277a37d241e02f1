-- Species that were seen in every year in which anything was seen. Column: species, by name.
-- TODO(human): compare the years of a species with all years.
SELECT NULL AS species WHERE 0;
