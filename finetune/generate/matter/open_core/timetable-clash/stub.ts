/** Lessons of one teacher that collide. */

export type Day = "mon" | "tue" | "wed" | "thu" | "fri";

export interface Lesson {
  readonly name: string;
  readonly teacher: string;
  readonly day: Day;
  /** Minutes since midnight; `end` is not part of the lesson any more. */
  readonly start: number;
  readonly end: number;
}

export type Clash = readonly [string, string];

/** Every pair of lessons that one teacher would have to give at once; each pair once, in the order of the list. */
export function clashes(lessons: readonly Lesson[]): Clash[] {
  // TODO(human): compare the lessons and name the pairs that collide.
  throw new Error("clashes is empty so far");
}
