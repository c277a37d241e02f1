/** Recipes for more or fewer people. */

export const WHOLE = new Set(["egg", "clove", "can"]);

/**
 * @typedef {{ name: string, amount: number, unit: string }} Ingredient
 * @typedef {{ servings: number, ingredients: Ingredient[] }} Recipe
 */

/**
 * The recipe for another number of people; units in WHOLE are rounded up. The given one stays as it is.
 * @param {Recipe} recipe
 * @param {number} people
 * @returns {Recipe}
 */
export function scale(recipe, people) {
  if (people < 1) throw new RangeError("somebody has to eat it");
  const factor = people / recipe.servings;
  const ingredients = recipe.ingredients.map((one) => {
    const amount = one.amount * factor;
    return { ...one, amount: WHOLE.has(one.unit) ? Math.ceil(amount) : amount };
  });
  return { servings: people, ingredients };
}
