/** Which code a step of a story stands for. */

import { StepError } from "../errors.ts";

export type Value = string | number;

export interface Definition<World> {
  /** What the step says, with `{int}`, `{string}` and `{money}` where values stand. */
  readonly pattern: string;
  readonly run: (world: World, values: readonly Value[]) => Promise<void>;
}

export interface Match<World> {
  readonly definition: Definition<World>;
  readonly values: readonly Value[];
}

interface Kind {
  /** One group, which catches the value. */
  readonly source: string;
  readonly read: (raw: string) => Value;
}

const KINDS: Readonly<Record<string, Kind>> = {
  int: { source: "(\\d+)", read: Number },
  string: { source: '"([^"]*)"', read: (raw) => raw },
  /** Cents, so that sums are exact. */
  money: { source: "€(\\d+\\.\\d{2})", read: (raw) => Math.round(Number(raw) * 100) },
};
const HOLE = /\{(\w+)\}/g;

/** The expression that a whole step has to fit. */
export function expressionOf(pattern: string): RegExp {
  // TODO(human)[step-match]: make one expression of a pattern: holes catch
  // values, everything else means itself, and the whole step has to fit
  // Hint: `split` with an expression that has a group keeps what the group
  // caught: print the pieces of one pattern first
  // Hint: `literally` and `kindOf` below each do one half of the work
  throw new Error("TODO(human): expressionOf");
}

/** The one definition that a step fits, with its values; undefined where none does. */
export function matchOf<World>(text: string, definitions: readonly Definition<World>[]): Match<World> | undefined {
  // TODO(human)[step-match]: find the one definition that the step fits, with
  // its values
  // Hint: none is an answer, two are a mistake: which of them is an error?
  // Hint: `exec` gives the whole match first and the groups after it
  throw new Error("TODO(human): matchOf");
}

/** Runs the step that a line of a story stands for. */
export async function runStep<World>(
  definitions: readonly Definition<World>[],
  world: World,
  text: string,
): Promise<void> {
  const match = matchOf(text, definitions);
  if (match === undefined) {
    throw new StepError(`nothing is defined for "${text}": add it to src/steps/shop-steps.ts`);
  }
  await match.definition.run(world, match.values);
}

/** The value at a place, which the pattern says is a text. */
export function textAt(values: readonly Value[], place: number): string {
  const value = values[place];
  if (typeof value !== "string") {
    throw new StepError(`value ${place + 1} of this step is no text: its pattern needs a {string} there`);
  }
  return value;
}

/** The value at a place, which the pattern says is a number. */
export function numberAt(values: readonly Value[], place: number): number {
  const value = values[place];
  if (typeof value !== "number") {
    throw new StepError(`value ${place + 1} of this step is no number: its pattern needs an {int} or {money} there`);
  }
  return value;
}

function valuesOf(pattern: string, raw: readonly string[]): readonly Value[] {
  const kinds = [...pattern.matchAll(HOLE)].map((hole) => kindOf(hole[1] ?? ""));
  return kinds.map((kind, index) => kind.read(raw[index] ?? ""));
}

function kindOf(name: string): Kind {
  const kind = KINDS[name];
  if (kind === undefined) {
    throw new StepError(`{${name}} is no kind of value: use ${Object.keys(KINDS).join(", ")}`);
  }
  return kind;
}

/** A text in which no sign means anything to an expression. */
function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
