import test from "node:test";
import { waitMinutes } from "./lift.js";
import { equal, throws } from "node:assert/strict";

test("ten chairs go before you", () => equal(waitMinutes(40), 2));
test("whoever comes first does not wait", () => equal(waitMinutes(0), 0));
test("a place on the next chair is no wait", () => equal(waitMinutes(3), 0));
test("a slow lift takes longer", () => equal(waitMinutes(10, { seats: 2, secondsBetweenChairs: 30 }), 3));
test("half a person cannot queue", () => throws(() => waitMinutes(0.5), RangeError));
