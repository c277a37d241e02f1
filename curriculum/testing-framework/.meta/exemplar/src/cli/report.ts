/** `npm run report`: what the history says, as `report.html`. */

import { writeFile } from "node:fs/promises";

import { HistoryError } from "../errors.ts";
import { readHistory } from "../flakes/history.ts";
import { reportPage } from "../report/page.ts";

try {
  await writeFile("report.html", reportPage(await readHistory("history.jsonl")), "utf-8");
  process.stdout.write("report.html\n");
} catch (error) {
  if (!(error instanceof HistoryError)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
