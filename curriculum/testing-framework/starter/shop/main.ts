/** `npm run shop -- slow flaky`: the shop at an address of its own, with the faults that are named. */

import { faultsNamed } from "./faults.ts";
import { startShop } from "./server.ts";

const PORT = 4173;

const { faults, unknown } = faultsNamed(process.argv.slice(2));
if (unknown.length > 0) {
  console.error(`${unknown.join(", ")}: say slow, flaky, broken-checkout, loose-api or shifted`);
  process.exitCode = 2;
} else {
  try {
    const shop = await startShop(faults, PORT);
    console.log(`${shop.url} (end it with Ctrl+C)`);
  } catch (error) {
    console.error(`the shop did not open at ${PORT} (${String(error)}): end what runs there, or another shop`);
    process.exitCode = 1;
  }
}
