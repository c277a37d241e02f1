import { expect, it } from "vitest";

import {
  cursorOf,
  type Fetch,
  fetchFrom,
  GREATEST_LIMIT,
  isBehind,
  limitOf,
  list,
  PageError,
  pageOf,
  type Position,
  positionOf,
  USUAL_LIMIT,
} from "your_package/pagination.js";

const ROWS: readonly Position[] = [1, 2, 3].map((number) => ({ createdAt: 10 - number, id: `row-${number}` }));
const LAST: Position = { createdAt: 5, id: "é/+" };

/** A store with these rows, which keeps what it was asked. */
function asked(rows: readonly Position[]): { readonly fetch: Fetch<Position>; readonly questions: unknown[] } {
  const questions: unknown[] = [];
  const fetch: Fetch<Position> = (behind, most) => {
    questions.push([behind, most]);
    return rows.slice(0, most);
  };
  return { fetch, questions };
}

function isRefused(call: () => unknown): boolean {
  try {
    call();
  } catch (error) {
    if (error instanceof PageError) {
      return true;
    }
    throw error;
  }
  return false;
}

it("reads the position out of a cursor of its own", () => {
  expect(positionOf(cursorOf(LAST))).toEqual(LAST);
});

it("refuses a cursor that was cut off or is no cursor at all", () => {
  for (const cursor of ["", "nonsense", cursorOf(LAST).slice(0, -3), "%00"]) {
    expect([cursor, isRefused(() => positionOf(cursor))]).toEqual([cursor, true]);
  }
});

it("refuses a cursor that holds something else", () => {
  for (const held of ["null", "7", "{}", "[]", '["5", "a"]', "[5, 6]", '[5, "a", 1]', '[1e999, "a"]']) {
    const cursor = Buffer.from(held).toString("base64url");
    expect([held, isRefused(() => positionOf(cursor))]).toEqual([held, true]);
  }
});

it("puts older rows behind newer ones", () => {
  expect(isBehind({ createdAt: 4, id: "z" }, { createdAt: 5, id: "a" })).toBe(true);
  expect(isBehind({ createdAt: 6, id: "a" }, { createdAt: 5, id: "z" })).toBe(false);
});

it("puts the smaller id behind the greater one of the same time", () => {
  expect(isBehind({ createdAt: 5, id: "a" }, { createdAt: 5, id: "b" })).toBe(true);
  expect(isBehind({ createdAt: 5, id: "b" }, { createdAt: 5, id: "a" })).toBe(false);
});

it("puts no row behind itself", () => {
  expect(isBehind({ ...LAST }, LAST)).toBe(false);
});

it("gives as many rows as were asked for, and the cursor of the last of them", () => {
  expect(pageOf(asked(ROWS).fetch, 2, undefined)).toEqual({ rows: ROWS.slice(0, 2), nextCursor: cursorOf(ROWS[1] ?? LAST) });
});

it("gives no cursor with the last page, not even when it is full", () => {
  expect(pageOf(asked(ROWS).fetch, 3, undefined)).toEqual({ rows: ROWS });
  expect(pageOf(asked([]).fetch, 3, undefined)).toEqual({ rows: [] });
});

it("asks the store once, for one row more than it gives", () => {
  const { fetch, questions } = asked(ROWS);
  pageOf(fetch, 2, LAST);
  expect(questions).toEqual([[LAST, 3]]);
});

it("shows every row once, page after page, while newer ones are added", () => {
  const first = list(fetchFrom(ROWS), { limit: "2" });
  const grown = [{ createdAt: 99, id: "new" }, ...ROWS];
  const second = list(fetchFrom(grown), { limit: "2", cursor: first.nextCursor ?? "" });
  expect([...first.rows, ...second.rows]).toEqual(ROWS);
});

it("has a usual and a greatest limit", () => {
  expect([limitOf(undefined), limitOf("7"), limitOf("1000")]).toEqual([USUAL_LIMIT, 7, GREATEST_LIMIT]);
});

it("refuses a limit that is no whole number above 0", () => {
  for (const limit of ["0", "-1", "2.5", "", "ten", "1e2"]) {
    expect(isRefused(() => limitOf(limit))).toBe(true);
  }
});
