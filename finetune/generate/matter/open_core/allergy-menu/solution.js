/** What a guest with allergies can eat. */

export const ALLERGENS = new Map([
  ["flour", ["gluten"]],
  ["butter", ["milk"]],
  ["pesto", ["nuts", "milk"]],
  ["rice", []],
]);

/**
 * The names of the dishes that are safe, in the order of the card.
 * A dish with an ingredient that ALLERGENS does not know, or without any, is not safe.
 * @param {readonly { name: string, ingredients: string[] }[]} card
 * @param {readonly string[]} allergies of the guest
 * @returns {string[]}
 */
export function safeFor(card, allergies) {
  const harmless = (name) => ALLERGENS.get(name)?.every((one) => !allergies.includes(one)) ?? false;
  return card.filter((dish) => dish.ingredients.length > 0 && dish.ingredients.every(harmless)).map((dish) => dish.name);
}
