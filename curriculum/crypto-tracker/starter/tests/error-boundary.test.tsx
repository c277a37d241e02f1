// @vitest-environment happy-dom
/** Task error-boundary: one panel fails, the page goes on. */

import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { beforeAll, expect, test } from "vitest";

import { ErrorBoundary, type Problem } from "../src/ui/ErrorBoundary.tsx";

const broken = { is: true };

function Panel(): ReactNode {
  if (broken.is) {
    throw new RangeError("no such coin");
  }
  return <p>fine</p>;
}

async function shown(): Promise<{ page: HTMLElement; problems: Problem[]; tryAgain: () => Promise<void> }> {
  broken.is = true;
  const problems: Problem[] = [];
  const page = document.createElement("div");
  const root = createRoot(page, { onCaughtError: () => undefined });
  await act(async () =>
    root.render(
      <>
        <p>neighbour</p>
        <ErrorBoundary panel="The chart" report={(problem) => problems.push(problem)}>
          <Panel />
        </ErrorBoundary>
      </>,
    ),
  );
  return { page, problems, tryAgain: () => act(async () => page.querySelector("button")?.click()) };
}

beforeAll(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
});

test("a panel that fails says so, and its neighbours stay", async () => {
  const { page } = await shown();
  expect(page.textContent).toBe("neighbourThe chart cannot be shown: no such coinTry again");
});

test("the failure is reported once, with its panel and place", async () => {
  const { problems } = await shown();
  expect(problems).toEqual([
    { panel: "The chart", message: "no such coin", place: expect.stringContaining("Panel") },
  ]);
});

test("somebody can try again", async () => {
  const { page, tryAgain } = await shown();
  broken.is = false;
  await tryAgain();
  expect(page.textContent).toBe("neighbourfine");
});

test("after three times it is not offered any more", async () => {
  const { page, tryAgain } = await shown();
  await tryAgain();
  await tryAgain();
  expect(page.querySelectorAll("button")).toHaveLength(1);
  await tryAgain();
  expect(page.textContent).toContain("Please load the page again.");
  expect(page.querySelectorAll("button")).toHaveLength(0);
});
