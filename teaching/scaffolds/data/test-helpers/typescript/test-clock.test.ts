import { expect, it } from "vitest";

import { builderOf, recorder, TestClock, TestHelperError } from "your_package/test-clock.js";

interface User {
  readonly id: number;
  readonly name: string;
  readonly tags: string[];
}

const newUsers = (): ((changes?: Partial<User>) => User) =>
  builderOf<User>((number) => ({ id: number, name: "Ada", tags: [] }));

/** Adds to a list, and ends a clock that calls over and over instead of hanging with it. */
function note<Value>(list: Value[], value: Value): void {
  if (list.length >= 20) {
    throw new Error("the clock calls over and over");
  }
  list.push(value);
}

/** What a helper complained of, if it did; any other error is passed on. */
function complaintOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof TestHelperError) {
      return error.message;
    }
    throw error;
  }
  return "";
}

it("calls what is due, and nothing before its time", () => {
  const clock = new TestClock();
  const called: string[] = [];
  clock.setTimeout(() => note(called, "ten"), 10);
  clock.advance(9);
  expect(called).toEqual([]);
  clock.advance(1);
  expect(called).toEqual(["ten"]);
});

it("calls in the order of the times, and at one time in the order of setting", () => {
  const clock = new TestClock();
  const called: string[] = [];
  for (const [name, delay] of [["late", 20], ["early", 10], ["early too", 10]] as const) {
    clock.setTimeout(() => note(called, name), delay);
  }
  clock.advance(30);
  expect(called).toEqual(["early", "early too", "late"]);
});

it("shows each callback the time that it was set for, and the end afterwards", () => {
  const clock = new TestClock(1000);
  const seen: number[] = [];
  clock.setTimeout(() => note(seen, clock.now()), 10);
  clock.setTimeout(() => note(seen, clock.now()), 20);
  clock.advance(50);
  expect([...seen, clock.now()]).toEqual([1010, 1020, 1050]);
});

it("calls what a callback sets, if that is due as well", () => {
  const clock = new TestClock();
  const seen: number[] = [];
  const again = (): void => {
    note(seen, clock.now());
    clock.setTimeout(again, 10);
  };
  clock.setTimeout(again, 10);
  clock.advance(35);
  expect(seen).toEqual([10, 20, 30]);
});

it("calls nothing that a callback called off", () => {
  const clock = new TestClock();
  const called: string[] = [];
  const second = clock.setTimeout(() => note(called, "second"), 20);
  const calls: string[] = [];
  clock.setTimeout(() => {
    note(calls, "first");
    clock.clearTimeout(second);
  }, 10);
  clock.advance(30);
  expect(called).toEqual([]);
});

it("does not run backwards", () => {
  expect(complaintOf(() => new TestClock().advance(-1))).toContain("backwards");
});

it("builds what the test says nothing about from the defaults", () => {
  expect(newUsers()({ name: "Grace" })).toEqual({ id: 1, name: "Grace", tags: [] });
});

it("builds each object with a number and a list of its own", () => {
  const aUser = newUsers();
  const [first, second] = [aUser(), aUser()];
  first.tags.push("admin");
  expect([first.id, second.id, second.tags]).toEqual([1, 2, []]);
});

it("refuses to change what is not there", () => {
  expect(complaintOf(() => newUsers()({ nmae: "Grace" } as Partial<User>))).toContain("nmae");
});

it("answers from its list and keeps what it was called with", () => {
  const add = recorder<[number, number], string>(["three", "seven"]);
  expect([add.call(1, 2), add.call(3, 4)]).toEqual(["three", "seven"]);
  expect(add.calls).toEqual([[1, 2], [3, 4]]);
});

it("throws an error that stands among its answers", () => {
  const fetched = recorder<[string], string>([new RangeError("offline")]);
  expect(() => fetched.call("/a")).toThrow(new RangeError("offline"));
  expect(fetched.calls).toEqual([["/a"]]);
});

it("complains of a call for which it has no answer", () => {
  expect(complaintOf(() => recorder<[], undefined>([undefined]).call())).toBe("");
  expect(complaintOf(() => recorder<[], string>([]).call())).toContain("Call 1");
});

it("knows the timer that is due first", () => {
  const clock = new TestClock(5);
  clock.setTimeout(() => undefined, 20);
  clock.setTimeout(() => undefined, 10);
  expect([clock.nextTimer(15)?.at, clock.nextTimer(14)?.at]).toEqual([15, undefined]);
});
