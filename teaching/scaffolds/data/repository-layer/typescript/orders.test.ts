import { expect, it } from "vitest";

import { fits, InMemoryOrders, type Order, pay, StoreError } from "your_package/orders.js";

const NEW: Order = { id: "o1", customer: "ada", totalCents: 1250, status: "open", version: 0 };
const STORED: Order = { ...NEW, version: 4 };

/** The name of the error that the store refused with, if it did; any other error is passed on. */
async function refusalOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
  } catch (error) {
    if (error instanceof StoreError) {
      return error.name;
    }
    throw error;
  }
  return undefined;
}

it("an empty filter fits every order", () => {
  expect(fits(NEW, {})).toBe(true);
});

it("every part of a filter has to fit", () => {
  expect(fits(NEW, { customer: "ada", statuses: ["paid", "open"], minCents: 1250 })).toBe(true);
  expect(fits(NEW, { customer: "bob", statuses: ["open"] })).toBe(false);
  expect(fits(NEW, { customer: "ada", statuses: ["paid"] })).toBe(false);
  expect(fits(NEW, { customer: "ada", minCents: 1251 })).toBe(false);
});

it("a filter with no status at all fits nothing", () => {
  expect(fits(NEW, { statuses: [] })).toBe(false);
});

it("a new order is stored in version 1", async () => {
  const orders = new InMemoryOrders();
  expect(await orders.save(NEW)).toEqual({ ...NEW, version: 1 });
  expect((await orders.get("o1")).version).toBe(1);
});

it("an order that was read last is stored in its next version", async () => {
  const orders = new InMemoryOrders([STORED]);
  await orders.save({ ...STORED, status: "shipped" });
  expect(await orders.get("o1")).toEqual({ ...STORED, status: "shipped", version: 5 });
});

it("an order that somebody stored since is a conflict, and stays as they left it", async () => {
  const orders = new InMemoryOrders([STORED]);
  expect(await refusalOf(orders.save({ ...STORED, version: 3, totalCents: 1 }))).toBe("ConflictError");
  expect(await orders.get("o1")).toEqual(STORED);
});

it("a second new order of the same id is a conflict, and so is one that is gone", async () => {
  expect(await refusalOf(new InMemoryOrders([STORED]).save(NEW))).toBe("ConflictError");
  expect(await refusalOf(new InMemoryOrders().save(STORED))).toBe("ConflictError");
});

it("what an atomic piece of work returns is passed on, and its changes stay", async () => {
  const orders = new InMemoryOrders();
  const result = await orders.atomically(async () => {
    orders.rows.set("o1", STORED);
    return "done";
  });
  expect([result, await orders.get("o1")]).toEqual(["done", STORED]);
});

it("an atomic piece of work that fails half-way leaves everything as it was", async () => {
  const orders = new InMemoryOrders([STORED]);
  const work = orders.atomically(async () => {
    orders.rows.set("o2", { ...NEW, id: "o2" });
    orders.rows.delete("o1");
    throw new StoreError("the disk is full");
  });
  expect(await refusalOf(work)).toBe("StoreError");
  expect([...orders.rows.values()]).toEqual([STORED]);
});

it("an order that is not there is said to be not there", async () => {
  expect(await refusalOf(new InMemoryOrders().get("o1"))).toBe("NotFoundError");
});

it("an order can be paid once", async () => {
  const orders = new InMemoryOrders([STORED]);
  expect(await pay(orders, "o1")).toMatchObject({ status: "paid", version: 5 });
  expect(await refusalOf(pay(orders, "o1"))).toBe("StoreError");
});

it("what fits is found in the order of the ids", async () => {
  const orders = new InMemoryOrders([{ ...NEW, id: "b" }, { ...NEW, id: "a" }, { ...NEW, id: "c", customer: "bob" }]);
  expect((await orders.find({ customer: "ada" })).map((order) => order.id)).toEqual(["a", "b"]);
});
