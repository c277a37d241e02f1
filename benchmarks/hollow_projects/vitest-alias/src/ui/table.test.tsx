import { describe, expect, it } from "vitest";
import { classes, pages, sorted } from "./table";

describe("table", () => {
  const rows = [{ name: "b", age: 1 }, { name: "a", age: 2 }];

  it("sorts up and down", () => {
    expect(sorted(rows, "name", "up").map((row) => row.name)).toEqual(["a", "b"]);
    expect(sorted(rows, "age", "down").map((row) => row.age)).toEqual([2, 1]);
    expect(rows[0]?.name).toBe("b");
  });

  it("joins classes", () => {
    expect(classes("a", false, undefined, "b", "a")).toBe("a b");
  });

  it.each`
    current | count | wanted
    ${1}    | ${1}  | ${[1]}
    ${5}    | ${9}  | ${[1, 0, 4, 5, 6, 0, 9]}
  `("offers pages around $current of $count", ({ current, count, wanted }) => {
    expect(pages(current, count)).toEqual(wanted);
  });
});
