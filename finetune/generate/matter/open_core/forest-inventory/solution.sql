-- Living trees by species: species, thin (under 30 cm), thick (from 30 cm); by species.
SELECT species,
       SUM(CASE WHEN diameter_cm < 30 THEN 1 ELSE 0 END) AS thin,
       SUM(CASE WHEN diameter_cm >= 30 THEN 1 ELSE 0 END) AS thick
FROM trees
WHERE NOT dead
GROUP BY species
ORDER BY species;
