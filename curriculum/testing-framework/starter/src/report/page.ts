/** The report as one page: no script, nothing loaded from elsewhere, readable by ear and by eye. */

import type { Outcome } from "../flakes/history.ts";
import { type Verdict, verdictOf } from "../flakes/verdict.ts";

const STYLE = `
  :root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
  html { color: #1b1f24; background: #ffffff; }
  body { margin: 0 auto; max-width: 60rem; padding: 0 1rem 2rem; }
  @media (prefers-color-scheme: dark) { html { color: #e6edf3; background: #0d1117; } }
  .wide { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; }
  caption { text-align: left; font-weight: 600; padding: .5rem 0; }
  th, td { text-align: left; padding: .5rem; border-bottom: 1px solid; vertical-align: top; }
  tbody th { font-weight: 400; overflow-wrap: anywhere; }
  td.runs { font-family: ui-monospace, monospace; letter-spacing: .1em; overflow-wrap: anywhere; }
`;
const SIGNS: Readonly<Record<Outcome, string>> = { passed: "·", flaky: "~", failed: "x" };
const SHOWN_RUNS = 20;
const ORDER: readonly Verdict[] = ["broken", "flaky", "new", "steady"];

export type History = ReadonlyMap<string, readonly Outcome[]>;

interface Row {
  readonly test: string;
  readonly verdict: Verdict;
  readonly outcomes: readonly Outcome[];
}

/** The whole page. */
export function reportPage(history: History): string {
  const rows = ordered(history);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Tests of the tea shop</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Tests of the tea shop</h1>
<p>${sentence(rows.map((row) => row.verdict))}</p>
<div class="wide" role="region" aria-label="Every test" tabindex="0">
<table>
<caption>Every test, what needs attention first (· passed, ~ only after a retry, x failed; newest run on the right)</caption>
<thead><tr><th scope="col">Test</th><th scope="col">Verdict</th><th scope="col">Runs</th></tr></thead>
<tbody>
${rows.map(rowOf).join("\n")}
</tbody>
</table>
</div>
</main>
</body>
</html>
`;
}

/** A text in which nothing is HTML any more. */
export function escapeHtml(text: string): string {
  // TODO(human)[html-report]: make a text of it in which nothing is HTML any
  // more
  // Hint: five signs mean something in HTML or in an attribute
  // Hint: one of them stands in each replacement: when does it have to be
  // replaced?
  throw new Error("TODO(human): escapeHtml");
}

/** How the tests stand, such as "3 tests: 1 broken, 2 steady."; what there is none of is left out. */
export function sentence(verdicts: readonly Verdict[]): string {
  // TODO(human)[html-report]: say how many tests there are, and how many of
  // each verdict, in the order of `ORDER`
  // Hint: what is read when there is none, and when there is one?
  // Hint: leave out what there is none of
  throw new Error("TODO(human): sentence");
}

/** The tests by what they need: broken ones first, of equals by name. */
export function ordered(history: History): readonly Row[] {
  // TODO(human)[html-report]: give each test its verdict, and put what needs
  // attention first, of equals by name
  // Hint: a comparison that comes to 0 is falsy: then the second one decides
  // Hint: `localeCompare` with "en" gives the same order on every machine
  throw new Error("TODO(human): ordered");
}

function rowOf(row: Row): string {
  const recent = row.outcomes.slice(-SHOWN_RUNS);
  const signs = recent.map((outcome) => SIGNS[outcome]).join("");
  const failed = recent.filter((outcome) => outcome === "failed").length;
  const heard = `${failed} of the last ${recent.length} failed`;
  return `<tr><th scope="row">${escapeHtml(row.test)}</th><td>${row.verdict}</td><td class="runs"><span role="img" aria-label="${heard}">${signs}</span></td></tr>`;
}
