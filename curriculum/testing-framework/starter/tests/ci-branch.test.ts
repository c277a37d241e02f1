/** Task ci-branch: the tests run by themselves, and the change came on a branch in commits that say what they are. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { type Finding, git, teach, wanted } from "./teach-program.ts";

const TYPES = "feat|fix|docs|style|refactor|perf|test|build|ci|chore|revert";
const WORKFLOW = ".github/workflows/tests.yml";
const TO_DO = "write the workflow that runs the checks on every push";

/** The branch that this one comes from. */
function base(): string {
  wanted(WORKFLOW, TO_DO);
  if (git("rev-parse", "--show-prefix") !== "" || git("rev-parse", "HEAD") === "") {
    assert.fail("this folder is no git repository with a commit: `git init -b main`, then commit");
  }
  const found = ["main", "master"].find((name) => git("rev-parse", "--verify", "--quiet", name) !== "");
  return found ?? assert.fail("there is no branch main to compare with");
}

test("the workflow runs the linter, the type checker, the tests and the browser", () => {
  const text = wanted(WORKFLOW, TO_DO);
  for (const command of ["npm ci", "npm run lint", "npm run typecheck", "npm test", "npm run generate", "npm run e2e"]) {
    assert.ok(text.includes(command), `let it run \`${command}\``);
  }
});

test("the workflow may read and nothing else, ends some time, and keeps what a failure leaves behind", () => {
  const text = wanted(WORKFLOW, TO_DO);
  assert.match(text, /^permissions:\s*\n\s+contents: read\s*$/m, "say `permissions:` with `contents: read`");
  assert.match(text, /timeout-minutes: \d+/, "a job that hangs has to end: `timeout-minutes`");
  assert.match(text, /if: (?:always|failure|!cancelled)|if: \$\{\{ *!cancelled/, "keep the report when a test failed, too");
  assert.ok(text.includes("actions/upload-artifact@"), "keep report.html and test-results/ as artefacts");
});

test("the branch is named by what it is for, and has at least two commits of its own", () => {
  const start = base();
  const branch = git("branch", "--show-current");
  assert.notEqual(branch, start, `you are on ${start}: \`git switch -c ci/tests\``);
  assert.match(branch, new RegExp(`^(?:${TYPES})/[a-z0-9][a-z0-9-]*$`), "name it type/what-for");
  const commits = git("rev-list", "--no-merges", `${start}..HEAD`).split("\n").filter(Boolean);
  assert.ok(commits.length >= 2, "one commit for each thing: there are at least two");
});

test("every commit says what it is, and holds the workflow", () => {
  const scope = `${base()}..HEAD`;
  assert.notEqual(git("rev-list", scope), "", "the branch has no commit of its own yet");
  const review = teach(["review", "--scope", scope, "--max-findings", "0"]);
  const findings = (review["findings"] as readonly Finding[]).filter((one) => one.check === "conventional-commits");
  assert.deepEqual(findings.map((one) => one.fact), []);
  assert.ok(git("diff", "--name-only", scope.replace("..", "...")).split("\n").includes(WORKFLOW), "commit the workflow");
});
