import test from "node:test";
import { Bus } from "./bus.js";
import assert from "node:assert/strict";

test("a listener hears its event and no other", () => {
  const bus = new Bus();
  const heard = [];
  bus.on("jump", (height) => heard.push(height));
  bus.emit("jump", 3);
  bus.emit("fall", 9);
  assert.equal(heard.join(), "3");
});

test("whoever leaves hears nothing more", () => {
  const bus = new Bus();
  let count = 0;
  const leave = bus.on("jump", () => (count += 1));
  leave();
  leave();
  bus.emit("jump", 1);
  assert.equal(count, 0);
});

test("a listener may leave during an event", () => {
  const bus = new Bus();
  let count = 0;
  const leave = bus.on("jump", () => leave());
  bus.on("jump", () => (count += 1));
  bus.emit("jump", 1);
  assert.equal(count, 1);
});
