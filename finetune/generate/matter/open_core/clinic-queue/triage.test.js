import { strict as assert } from "node:assert";
import { next } from "./triage.js";
import test from "node:test";

const rabbit = { name: "Hops", urgency: 3, arrived: 540 };
const dog = { name: "Rex", urgency: 1, arrived: 560 };
const cat = { name: "Mimi", urgency: 1, arrived: 550 };

test("an urgent case goes before an early one", () => assert.equal(next([rabbit, dog])?.name, "Rex"));
test("of two urgent cases the one that waited longer", () => assert.equal(next([dog, cat])?.name, "Mimi"));
test("the room keeps its order", () => {
  const room = [rabbit, dog, cat];
  next(room);
  assert.deepEqual(room.map((one) => one.name), ["Hops", "Rex", "Mimi"]);
});
test("an empty room calls nobody", () => assert.equal(next([]), null));
