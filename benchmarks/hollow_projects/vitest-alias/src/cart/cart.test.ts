import { beforeEach, describe, expect, it, vi } from "vitest";
import { Cart } from "./cart";

describe("Cart", () => {
  let cart: Cart;

  beforeEach(() => {
    cart = new Cart();
  });

  it("adds up its lines", () => {
    cart.add("tea", { amount: 300, currency: "EUR" }, 2);
    cart.add("tea", { amount: 300, currency: "EUR" });
    expect(cart.total("EUR")).toEqual({ amount: 900, currency: "EUR" });
    expect(cart.size).toBe(1);
  });

  it("tells of changes", () => {
    const heard = vi.fn();
    cart.on("change", heard);
    cart.add("tea", { amount: 300, currency: "EUR" });
    expect(cart.remove("tea")).toBe(true);
    expect(cart.remove("tea")).toBe(false);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it("names the dearest first", () => {
    cart.add("tea", { amount: 300, currency: "EUR" });
    cart.add("pot", { amount: 900, currency: "EUR" });
    expect([...cart.names()]).toEqual(["pot", "tea"]);
  });

  it("is empty at first", () => {
    expect(cart.total("EUR").amount).toBe(0);
  });

  it("loads what was kept", async () => {
    const loaded = await Cart.load(async () => [["tea", 5]]);
    expect(loaded.size).toBe(1);
  });
});
