/** `npm run feed`: prints what the practice feed sends, with `--count`, `--seed` and `--fault`. */

import { parseArgs } from "node:util";

import { FAULTS, Faults, isFault } from "./faults.ts";
import { Market } from "./market.ts";

const STEP_MS = 20;
const BEGIN = Date.UTC(2026, 0, 1);

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "10" },
    seed: { type: "string", default: "1" },
    fault: { type: "string", default: "none" },
  },
});
const count = Number(values.count);
const seed = Number(values.seed);
if (isFault(values.fault) && Number.isInteger(count) && Number.isInteger(seed)) {
  const market = new Market(seed);
  const faults = new Faults(values.fault);
  for (let number = 0; number < count; number += 1) {
    const { texts, after } = faults.deliver(JSON.stringify(market.next(BEGIN + number * STEP_MS)));
    texts.forEach((text) => process.stdout.write(`${text}\n`));
    if (after !== "go on") {
      process.stdout.write(`(here the feed would ${after})\n`);
      break;
    }
  }
} else {
  process.stderr.write(`pass whole numbers, and as --fault one of ${FAULTS.join(", ")}\n`);
  process.exitCode = 2;
}
