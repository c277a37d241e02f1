import { equal } from "node:assert/strict";
import { bestBlock } from "./seating.ts";
import { test } from "node:test";

test("an empty row is filled from the middle", () => equal(bestBlock("......", 2), 3));
test("a taken seat moves the party aside", () => equal(bestBlock("..x...", 2), 4));
test("equally central blocks: the left one", () => equal(bestBlock("..x..", 2), 1));
test("no block is long enough", () => equal(bestBlock(".x.x.", 2), null));
