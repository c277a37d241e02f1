/** A lock of an escape room. */

export type Lock =
  | { readonly state: "locked"; readonly tries: number }
  | { readonly state: "open" }
  | { readonly state: "alarm" };

export const fresh: Lock = { state: "locked", tries: 3 };

/** The lock after a guess. The last wrong try sets off the alarm; open and alarm are final. */
export function advance(lock: Lock, guess: string, code: string): Lock {
  if (lock.state !== "locked") return lock;
  if (guess === code) return { state: "open" };
  return lock.tries > 1 ? { ...lock, tries: lock.tries - 1 } : { state: "alarm" };
}
