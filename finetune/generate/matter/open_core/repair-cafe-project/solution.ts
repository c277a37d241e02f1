/** Who helps whom at the repair café. */

import type { Helper, Visitor } from "./people.ts";

/** The helper's name for each visitor's name, in the order of arrival; null where nobody is free who can do it. */
export type Plan = ReadonlyMap<string, string | null>;

/** Each visitor gets the first helper of the list who has the skill and has no other visitor yet. */
export function assign(visitors: readonly Visitor[], helpers: readonly Helper[]): Plan {
  const busy = new Set<string>();
  const plan = new Map<string, string | null>();
  for (const { name, needs } of visitors) {
    const helper = helpers.find((one) => one.skills.includes(needs) && !busy.has(one.name));
    if (helper) busy.add(helper.name);
    plan.set(name, helper?.name ?? null);
  }
  return plan;
}
