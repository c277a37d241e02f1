/** Task html-report: one page that says how the tests stand, whatever they are called. */

import assert from "node:assert/strict";
import { test } from "node:test";

import type { Outcome } from "../src/flakes/history.ts";
import { escapeHtml, ordered, reportPage, sentence } from "../src/report/page.ts";

const GREEN: readonly Outcome[] = ["passed", "passed", "passed", "passed", "passed"];
const RED: readonly Outcome[] = ["passed", "passed", "failed", "failed", "failed"];
const HISTORY = new Map([
  ["looks", GREEN],
  ["pays", RED],
  ["adds <b>2</b> & \"more\"", GREEN],
]);

test("nothing in a name is HTML any more", () => {
  assert.equal(escapeHtml(`<a href="x" id='y'>`), "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;");
});

test("what was escaped is not escaped twice", () => {
  assert.equal(escapeHtml("a < b && c"), "a &lt; b &amp;&amp; c");
  assert.equal(escapeHtml("&lt;"), "&amp;lt;");
});

test("the sentence counts what there is, and leaves out what there is none of", () => {
  assert.equal(sentence(["steady", "flaky", "broken", "steady"]), "4 tests: 1 broken, 1 flaky, 2 steady.");
  assert.equal(sentence(["new"]), "1 test: 1 new.");
});

test("a report without a test says so", () => {
  assert.equal(sentence([]), "No test has run yet.");
});

test("what needs attention comes first, of equals by name", () => {
  const names = ordered(HISTORY).map((row) => row.test);
  assert.deepEqual(names, ["pays", 'adds <b>2</b> & "more"', "looks"]);
});

test("the page holds every test, and no HTML of its name", () => {
  const page = reportPage(HISTORY);
  assert.match(page, /<p>3 tests: 1 broken, 2 steady\.<\/p>/);
  assert.ok(page.includes("adds &lt;b&gt;2&lt;/b&gt; &amp; &quot;more&quot;"));
  assert.doesNotMatch(page, /<b>/);
});

test("the page loads nothing, and its table can be read by ear", () => {
  const page = reportPage(HISTORY);
  assert.doesNotMatch(page, /<script|src=|https?:/);
  assert.match(page, /<html lang="en">/);
  assert.equal(page.match(/<th scope="row">/g)?.length, HISTORY.size);
  assert.match(page, /aria-label="3 of the last 5 failed"/);
});
