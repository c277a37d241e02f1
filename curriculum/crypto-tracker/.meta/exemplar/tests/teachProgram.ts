/** Calls the program `teach`, as you do, and hands back what it found. */

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { assert } from "vitest";

import { parseJson } from "../src/json.ts";

/** The folder of the project. */
export const ROOT = resolve(import.meta.dirname, "..");

const MISSING =
  "the program `teach` is not on PATH: install it with `python -m pip install claude-code-teaching-assistant`, " +
  "or run `teach verify` for this task";
const LONGEST_MS = 60_000;

/** What `teach WORDS --format json` prints, run in a folder; git is told to look no further up. */
export function teach<Answer>(words: readonly string[], root: string = ROOT): Answer {
  const ran = spawnSync("teach", [...words, "--format", "json"], {
    cwd: root,
    encoding: "utf8",
    timeout: LONGEST_MS,
    env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(root) },
  });
  assert(ran.error === undefined, ran.error?.message.includes("ENOENT") ? MISSING : `teach failed: ${ran.error}`);
  assert(ran.stdout.startsWith("{"), `\`teach ${words.join(" ")}\` did not run: ${ran.stderr.trim()}`);
  return parseJson(ran.stdout) as Answer;
}

/** The same answer each time, asked for once: each call of a program takes a second. */
export function once<Answer>(ask: () => Answer): () => Answer {
  let known: { readonly answer: Answer } | undefined;
  return () => {
    known ??= { answer: ask() };
    return known.answer;
  };
}

/** The text of a file that the student makes; fails with what is to be made where it is missing. */
export function wanted(path: string, what: string): string {
  const place = resolve(ROOT, path);
  assert(existsSync(place), `${path} is not there yet: ${what}`);
  return readFileSync(place, "utf8");
}
