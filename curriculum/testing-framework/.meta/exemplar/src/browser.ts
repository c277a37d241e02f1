/** Finds the Chromium of this machine, so that nothing has to be downloaded. */

import { existsSync } from "node:fs";
import path from "node:path";

import { ShopTestError } from "./errors.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ON_A_MAC = ["Chromium", "Google Chrome"].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/** The program: the one that `PLAYWRIGHT_CHROMIUM` names, else the first on PATH. */
export function chromiumPath(environment: Readonly<Record<string, string | undefined>>): string {
  const folders = (environment["PATH"] ?? "").split(path.delimiter).filter(path.isAbsolute);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const found = environment["PLAYWRIGHT_CHROMIUM"] ?? [...onPath, ...ON_A_MAC].find((place) => existsSync(place));
  if (found === undefined) {
    throw new ShopTestError("there is no Chromium here: install it, or name one in PLAYWRIGHT_CHROMIUM");
  }
  return found;
}
