/** Task step-match: a step finds its one definition, and what a model suggests is believed only as far as it fits. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { StepError } from "../src/errors.ts";
import { type Definition, expressionOf, matchOf, runStep } from "../src/stories/steps.ts";
import { accepted, type Fetch, suggestion } from "../src/stories/suggesting.ts";

const MODEL = { url: "http://127.0.0.1:9", name: "small", key: "" };

function defined(pattern: string): Definition<string[]> {
  return {
    pattern,
    run: async (world, values) => {
      world.push(values.join("|"));
    },
  };
}

const TAKE = defined("I take {int} of {string}");
const TOTAL = defined("the total is {money}");

test("values come out of a step as numbers, texts and cents", () => {
  assert.deepEqual(matchOf('I take 12 of "Green tea"', [TAKE, TOTAL])?.values, [12, "Green tea"]);
  assert.deepEqual(matchOf("the total is €19.99", [TAKE, TOTAL])?.values, [1999]);
});

test("the whole step has to fit, not a part of it", () => {
  assert.equal(expressionOf("I pay").test("I pay later"), false);
  assert.equal(expressionOf("I pay").test("So I pay"), false);
  assert.equal(matchOf("I take many", [TAKE, TOTAL]), undefined);
});

test("signs that mean something to an expression mean themselves in a pattern", () => {
  assert.equal(expressionOf("is it (really) €5.00?").test("is it (really) €5.00?"), true);
  assert.equal(expressionOf("the total is 5.00").test("the total is 5x00"), false);
});

test("a step that fits two definitions is refused, and both are named", () => {
  const wide = defined("I take {int} of {string}");
  assert.throws(() => matchOf('I take 1 of "Mug"', [TAKE, wide, TOTAL]), (error) => {
    assert.match(String(error), /fits "I take .* and "I take /);
    return error instanceof StepError;
  });
});

test("a kind of value that does not exist is refused", () => {
  assert.throws(() => expressionOf("after {days}"), (error) => {
    assert.match(String(error), /\{days\} is no kind of value/);
    return true;
  });
});

test("a step runs the code that it stands for, with its values", async () => {
  const world: string[] = [];
  await runStep([TAKE, TOTAL], world, 'I take 3 of "Mug"');
  assert.deepEqual(world, ["3|Mug"]);
});

test("what a model says counts only when it is defined", () => {
  const original = 'Two of "Mug" go into my cart, 2 in all';
  assert.equal(accepted("I think it means taking", original, [TAKE, TOTAL]), undefined);
});

test("what a model says counts only when it keeps every value", () => {
  const original = 'put 2 of "Mug" into my cart';
  assert.equal(accepted(' I take 2 of "Mug"\n', original, [TAKE, TOTAL]), 'I take 2 of "Mug"');
  assert.equal(accepted('I take 3 of "Mug"', original, [TAKE, TOTAL]), undefined);
});

test("a model is asked with the patterns, and its answer is looked at", async () => {
  let sent = "";
  const ask: Fetch = async (_, options) => {
    sent = String(options?.body);
    return Response.json({ choices: [{ message: { content: "the total is €4.50" } }] });
  };
  assert.equal(await suggestion("all in all it costs €4.50", [TAKE, TOTAL], MODEL, ask), "the total is €4.50");
  assert.match(sent, /I take \{int\} of \{string\}/);
});
