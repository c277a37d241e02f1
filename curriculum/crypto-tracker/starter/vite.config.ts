import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { practiceFeed } from "./server/plugin.ts";

export default defineConfig({
  plugins: [react(), practiceFeed()],
  build: { target: "es2023" },
  test: { include: ["tests/**/*.test.{ts,tsx}"], isolate: false },
});
