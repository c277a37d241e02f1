/** Calls the programs `teach` and `git`, as you do, and hands back what they found. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

export const ROOT = path.dirname(import.meta.dirname);
const MISSING =
  "the program `teach` is not on PATH: install it with `python -m pip install claude-code-teaching-assistant`, or run `teach verify` for this task";

export interface Rule {
  readonly quote: string;
  readonly status: string;
}

export interface Finding {
  readonly path: string;
  readonly check: string;
  readonly fact: string;
  readonly rule: Rule;
}

/** What `teach WORDS --format json` prints, run in a folder; git is told to look no further up. */
export function teach(words: readonly string[], root = ROOT): Readonly<Record<string, unknown>> {
  const done = spawnSync("teach", [...words, "--format", "json"], {
    cwd: root,
    encoding: "utf-8",
    timeout: 300_000,
    env: { ...process.env, GIT_CEILING_DIRECTORIES: path.dirname(root) },
  });
  if (done.error !== undefined) {
    assert.fail(MISSING);
  }
  try {
    return JSON.parse(done.stdout) as Readonly<Record<string, unknown>>;
  } catch {
    assert.fail(`\`teach ${words.join(" ")}\` did not run: ${done.stderr.trim()}`);
  }
}

/** What git prints; "" where it refuses. */
export function git(...words: readonly string[]): string {
  const done = spawnSync("git", ["-c", "safe.directory=*", ...words], { cwd: ROOT, encoding: "utf-8", timeout: 30_000 });
  if (done.error !== undefined) {
    assert.fail("git is not installed: install it, this task is about it");
  }
  return done.status === 0 ? done.stdout.trim() : "";
}

/** A file that you make; fails with what is to be made where it is missing. */
export function wanted(place: string, what: string): string {
  const file = path.join(ROOT, place);
  if (!existsSync(file)) {
    assert.fail(`${place} is not there yet: ${what}`);
  }
  return readFileSync(file, "utf-8");
}
