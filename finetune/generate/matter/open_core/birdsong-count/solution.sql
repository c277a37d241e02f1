-- Species that were seen in every year in which anything was seen. Column: species, by name.
SELECT species
FROM sightings
GROUP BY species
HAVING COUNT(DISTINCT year) = (SELECT COUNT(DISTINCT year) FROM sightings)
ORDER BY species;
