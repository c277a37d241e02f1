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
  // TODO(human): a recipe for so many people, with whole eggs.
  throw new Error("scale: not implemented");
}
