-- Recipes that can be cooked now, because each of their ingredients is in the pantry. Column: recipe, by name.
SELECT DISTINCT needs.recipe AS recipe
FROM needs
WHERE NOT EXISTS (
  SELECT 1 FROM needs AS other
  WHERE other.recipe = needs.recipe
    AND other.ingredient NOT IN (SELECT ingredient FROM pantry)
)
ORDER BY needs.recipe;
