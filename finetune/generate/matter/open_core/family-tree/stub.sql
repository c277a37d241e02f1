-- Everybody who descends from :person: name, generation (1 for children); by generation, then by name.
-- Who descends in two ways is listed once, with the nearer generation.
-- TODO(human): the children first, then the children of whom you have.
SELECT NULL AS name, NULL AS generation WHERE :person IS NULL;
