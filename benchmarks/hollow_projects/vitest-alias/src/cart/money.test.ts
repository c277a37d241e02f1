import { describe, expect, it } from "vitest";
import { plus, shown, split } from "@/cart/money";

const euro = (amount: number) => ({ amount, currency: "EUR" });

describe("money", () => {
  describe("plus", () => {
    it("adds amounts of one currency", () => {
      expect(plus(euro(5), euro(7))).toEqual(euro(12));
    });
    it("refuses another currency", () => {
      expect(() => plus(euro(5), { amount: 1, currency: "USD" })).toThrow(TypeError);
    });
  });

  describe("split", () => {
    it.each([
      [100, 3, [34, 33, 33]],
      [10, 2, [5, 5]],
      [2, 4, [1, 1, 0, 0]],
    ])("splits %i into %i parts", (amount, parts, wanted) => {
      expect(split(euro(amount), parts).map((one) => one.amount)).toEqual(wanted);
    });
  });

  it.each([
    { amount: 1205, wanted: "12.05 EUR" },
    { amount: 99, wanted: "0.99 EUR" },
  ])("shows $wanted", ({ amount, wanted }) => {
    expect(shown(euro(amount))).toBe(wanted);
  });
});
