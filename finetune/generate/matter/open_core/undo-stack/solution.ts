/** Undo and redo for a drawing, or for anything else. */

export const LIMIT = 100;

export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future] };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future };
}

/** A new present; the old one can be undone. At most LIMIT steps are remembered, and what was undone is gone. */
export function edit<T>(history: History<T>, present: T): History<T> {
  const past = [...history.past, history.present].slice(-LIMIT);
  return { past, present, future: [] };
}
