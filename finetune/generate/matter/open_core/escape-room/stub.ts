/** A lock of an escape room. */

export type Lock =
  | { readonly state: "locked"; readonly tries: number }
  | { readonly state: "open" }
  | { readonly state: "alarm" };

export const fresh: Lock = { state: "locked", tries: 3 };

/** The lock after a guess. The last wrong try sets off the alarm; open and alarm are final. */
export function advance(lock: Lock, guess: string, code: string): Lock {
  // TODO(human): decide by state, then by guess.
  throw new Error("advance: not written");
}
