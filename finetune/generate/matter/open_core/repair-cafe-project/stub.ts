/** Who helps whom at the repair café. */

import type { Helper, Visitor } from "./people.ts";

/** The helper's name for each visitor's name, in the order of arrival; null where nobody is free who can do it. */
export type Plan = ReadonlyMap<string, string | null>;

/** Each visitor gets the first helper of the list who has the skill and has no other visitor yet. */
export function assign(visitors: readonly Visitor[], helpers: readonly Helper[]): Plan {
  // TODO(human): go down the queue and give each visitor a helper, or nobody.
  throw new Error("TODO(human): assign");
}
