-- Everybody who descends from :person: name, generation (1 for children); by generation, then by name.
-- Who descends in two ways is listed once, with the nearer generation.
WITH RECURSIVE line(name, generation) AS (
  SELECT child, 1 FROM parents WHERE parent = :person
  UNION
  SELECT parents.child, line.generation + 1
  FROM parents JOIN line ON parents.parent = line.name
)
SELECT name, MIN(generation) AS generation
FROM line
GROUP BY name
ORDER BY generation, name;
