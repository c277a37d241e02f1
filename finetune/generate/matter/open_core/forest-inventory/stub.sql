-- Living trees by species: species, thin (under 30 cm), thick (from 30 cm); by species.
-- TODO(human): two counts side by side for each species.
SELECT NULL AS species, NULL AS thin, NULL AS thick WHERE 0;
