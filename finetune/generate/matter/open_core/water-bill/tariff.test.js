import { test } from "node:test";
import { billCents } from "./tariff.js";
import { equal } from "node:assert/strict";

test("an empty house pays the base fee", () => equal(billCents(0), 500));
test("little water is cheap", () => equal(billCents(10), 1700));
test("only what goes beyond a tier costs more", () => equal(billCents(12), 2100));
test("the last tier has no end", () => equal(billCents(31), 500 + 1200 + 4000 + 350));
