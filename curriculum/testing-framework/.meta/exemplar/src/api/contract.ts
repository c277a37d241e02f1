/** What an answer of the API has to look like, and where it does not. */

export type Shape =
  | { readonly kind: "text" }
  /** A whole number that is not negative: pieces, or cents. */
  | { readonly kind: "count" }
  | { readonly kind: "list"; readonly of: Shape }
  | { readonly kind: "record"; readonly fields: Readonly<Record<string, Shape>> };

export const PRODUCTS: Shape = {
  kind: "list",
  of: {
    kind: "record",
    fields: { id: { kind: "text" }, name: { kind: "text" }, price: { kind: "count" }, left: { kind: "count" } },
  },
};

/** Everything that is wrong with a value, each with its place, such as `$[2].price`. */
export function problemsOf(value: unknown, shape: Shape, place = "$"): readonly string[] {
  switch (shape.kind) {
    case "text":
      return typeof value === "string" ? [] : [`${place} is ${named(value)}, and should be a text`];
    case "count":
      return isCount(value) ? [] : [`${place} is ${named(value)}, and should be a whole number from 0 on`];
    case "list":
      return listProblems(value, shape.of, place);
    case "record":
      return recordProblems(value, shape.fields, place);
  }
}

/** What is wrong with a list: it is none, or some of its values are wrong. */
export function listProblems(value: unknown, shape: Shape, place: string): readonly string[] {
  if (!Array.isArray(value)) {
    return [`${place} is ${named(value)}, and should be a list`];
  }
  return value.flatMap((one: unknown, index) => problemsOf(one, shape, `${place}[${index}]`));
}

/** What is wrong with a record: it is none, a field is missing or wrong, or there is one that nobody knows. */
export function recordProblems(
  value: unknown,
  fields: Readonly<Record<string, Shape>>,
  place: string,
): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [`${place} is ${named(value)}, and should be a record`];
  }
  const found = new Map<string, unknown>(Object.entries(value));
  const wrong = Object.entries(fields).flatMap(([name, shape]) =>
    found.has(name) ? problemsOf(found.get(name), shape, `${place}.${name}`) : [`${place}.${name} is missing`],
  );
  const unknown = [...found.keys()].filter((name) => !(name in fields));
  return [...wrong, ...unknown.map((name) => `${place}.${name} is not in the contract`)];
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function named(value: unknown): string {
  if (value === null) {
    return "null";
  }
  return Array.isArray(value) ? "a list" : `${JSON.stringify(value) ?? "nothing"} (${typeof value})`;
}
