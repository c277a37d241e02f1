/** Errors of our own, so that nobody has to search a message for a word. */

/** A number that is none, where money depends on it. */
export class DecimalError extends Error {
  override readonly name = "DecimalError";

  constructor(text: string) {
    super(`“${text}” is no number with up to 8 decimal places`);
  }
}

/** A page or a component that is put together wrongly. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}

/** What to say of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
