/** What tests of time and of data need: a clock that moves only when it is told to, and builders of fresh objects. */

/** A use of a helper that would make a test say the wrong thing. */
export class TestHelperError extends Error {
  override readonly name = "TestHelperError";
}

/** A callback that waits for its time. */
export interface Timer {
  readonly id: number;
  readonly at: number;
  readonly callback: () => void;
}

/** Stands in for the time and the timers of the platform. */
export class TestClock {
  /** What waits, in no order. */
  readonly timers = new Map<number, Timer>();
  private time: number;
  private lastId = 0;

  /** @param startMs - the time that it shows at first */
  constructor(startMs = 0) {
    this.time = startMs;
  }

  /** The time that it shows. */
  now(): number {
    return this.time;
  }

  /** Show another time without calling anybody. */
  set(timeMs: number): void {
    this.time = timeMs;
  }

  /** Call back once, so many milliseconds from now; the number that it returns calls that off. */
  setTimeout(callback: () => void, delayMs: number): number {
    this.lastId += 1;
    this.timers.set(this.lastId, { id: this.lastId, at: this.time + Math.max(0, delayMs), callback });
    return this.lastId;
  }

  /** Call a timer off; nothing happens when it has been called. */
  clearTimeout(id: number): void {
    this.timers.delete(id);
  }

  /**
   * The timer that is due first, of several for one time the one that was set first.
   *
   * @param untilMs - what is due later does not count
   */
  nextTimer(untilMs: number): Timer | undefined {
    const due = [...this.timers.values()].filter((timer) => timer.at <= untilMs);
    return due.reduce<Timer | undefined>((first, timer) => (first && first.at <= timer.at ? first : timer), undefined);
  }

  /**
   * Let time pass: every timer that is due is called once, in the order of their times.
   *
   * @param ms - how much; a callback sees the time that it was set for, and what it sets may be due as well
   * @throws TestHelperError where time is to run backwards
   */
  advance(ms: number): void {
    if (ms < 0) {
      throw new TestHelperError("Time does not run backwards; use set.");
    }
    const end = this.time + ms;
    for (let timer = this.nextTimer(end); timer !== undefined; timer = this.nextTimer(end)) {
      this.timers.delete(timer.id);
      this.time = timer.at;
      timer.callback();
    }
    this.time = end;
  }
}

/**
 * A function that builds objects for tests, each with its own defaults and only the changes that the test is about.
 *
 * @param defaults - makes new ones, and gets the number of the object: 1, 2, 3 …
 * @returns a builder; it refuses a change of what the defaults do not have, which is a misspelt name
 */
export function builderOf<Built extends object>(
  defaults: (number: number) => Built,
): (changes?: Partial<Built>) => Built {
  let built = 0;
  return (changes = {}) => {
    built += 1;
    const fresh = defaults(built);
    const stranger = Object.keys(changes).find((name) => !(name in fresh));
    if (stranger !== undefined) {
      throw new TestHelperError(`There is no ${stranger} to change: there are ${Object.keys(fresh).join(", ")}.`);
    }
    return { ...fresh, ...changes };
  };
}

/** What a recorder saw of one call. */
export type Call<Arguments extends readonly unknown[]> = Readonly<Arguments>;

/** A function that can be handed over in the place of another, and what it was called with. */
export interface Recorder<Arguments extends readonly unknown[], Result> {
  readonly call: (...given: Arguments) => Result;
  readonly calls: readonly Call<Arguments>[];
}

/**
 * A stand-in that answers from a list, and keeps what it was called with.
 *
 * @param answers - one for each call, in their order; an `Error` among them is thrown
 * @returns the stand-in; a call for which no answer is left throws TestHelperError
 */
export function recorder<Arguments extends readonly unknown[], Result>(
  answers: readonly (Result | Error)[],
): Recorder<Arguments, Result> {
  const calls: Call<Arguments>[] = [];
  const call = (...given: Arguments): Result => {
    calls.push(given);
    if (calls.length > answers.length) {
      throw new TestHelperError(`Call ${calls.length} has no answer: there are ${answers.length}.`);
    }
    const answer = answers[calls.length - 1] as Result | Error;
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
  return { call, calls };
}
