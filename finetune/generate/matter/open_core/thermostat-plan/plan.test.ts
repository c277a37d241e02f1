import { test } from "node:test";
import { planOf, targetAt } from "./plan.ts";
import { equal, throws } from "node:assert/strict";

const plan = planOf([{ minute: 1320, celsius: 16 }, { minute: 360, celsius: 20 }]);

test("an entry holds from its minute on", () => equal(targetAt(plan, 360), 20));
test("it holds until the next one", () => equal(targetAt(plan, 1319), 20));
test("at night the evening still holds", () => equal(targetAt(plan, 359), 16));
test("two entries for one minute are refused", () => {
  throws(() => planOf([{ minute: 5, celsius: 1 }, { minute: 5, celsius: 2 }]), RangeError);
});
