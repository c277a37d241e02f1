import { defineConfig, devices } from "@playwright/test";

import { chromiumPath } from "./src/browser.ts";

const inCi = process.env["CI"] !== undefined;
const launchOptions = { executablePath: chromiumPath(process.env), chromiumSandbox: false };

export default defineConfig({
  testDir: "e2e",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: inCi,
  // A second attempt is how a flaky test is told from a broken one; the reporter remembers both.
  retries: 1,
  reporter: [["list"], ["./src/flakes/reporter.ts"]],
  use: { launchOptions, actionTimeout: 15_000, trace: "retain-on-failure", screenshot: "only-on-failure" },
  projects: [
    { name: "phone", use: { viewport: { width: 360, height: 740 } } },
    { name: "desktop", use: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } } },
  ],
});
