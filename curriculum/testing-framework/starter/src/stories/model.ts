/** A user story, as it is read from its file. */

export type Keyword = "Given" | "When" | "Then";

export interface Step {
  readonly keyword: Keyword;
  /** What stands behind the keyword. */
  readonly text: string;
  /** The line of the file, counted from 1. */
  readonly line: number;
}

export interface Scenario {
  readonly title: string;
  readonly line: number;
  readonly steps: readonly Step[];
}

export interface Story {
  /** Where it was read, relative to the project. */
  readonly path: string;
  readonly title: string;
  readonly scenarios: readonly Scenario[];
}
