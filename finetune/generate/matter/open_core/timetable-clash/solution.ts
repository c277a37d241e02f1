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
  return lessons.flatMap((one, index) =>
    lessons
      .slice(index + 1)
      .filter((other) => other.teacher === one.teacher && other.day === one.day)
      .filter((other) => one.start < other.end && other.start < one.end)
      .map((other): Clash => [one.name, other.name]),
  );
}
