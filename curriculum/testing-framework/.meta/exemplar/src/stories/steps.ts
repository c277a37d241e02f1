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
  const pieces = pattern.split(HOLE);
  const source = pieces.map((piece, index) => (index % 2 === 0 ? literally(piece) : kindOf(piece).source));
  return new RegExp(`^${source.join("")}$`);
}

/** The one definition that a step fits, with its values; undefined where none does. */
export function matchOf<World>(text: string, definitions: readonly Definition<World>[]): Match<World> | undefined {
  const fitting = definitions.flatMap((definition) => {
    const found = expressionOf(definition.pattern).exec(text);
    return found === null ? [] : [{ definition, values: valuesOf(definition.pattern, found.slice(1)) }];
  });
  if (fitting.length > 1) {
    const patterns = fitting.map((match) => `"${match.definition.pattern}"`);
    throw new StepError(`"${text}" fits ${patterns.join(" and ")}: make one of them say more`);
  }
  return fitting[0];
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
