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
  // TODO(human)[api-contract]: tell what is wrong with a list, each value with
  // its place
  // Hint: an array is an object too, and an object is no array: who knows the
  // difference?
  // Hint: `problemsOf` above does the work for one value
  throw new Error("TODO(human): listProblems");
}

/** What is wrong with a record: it is none, a field is missing or wrong, or there is one that nobody knows. */
export function recordProblems(
  value: unknown,
  fields: Readonly<Record<string, Shape>>,
  place: string,
): readonly string[] {
  // TODO(human)[api-contract]: tell what is wrong with a record: missing,
  // wrong and unknown fields
  // Hint: three things are called object and are no record here
  // Hint: go through the fields of the contract for what is missing or wrong,
  // and through those of the value for what is unknown
  throw new Error("TODO(human): recordProblems");
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
