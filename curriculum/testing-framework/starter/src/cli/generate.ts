/** `npm run generate`: every story becomes a test file in `e2e/generated/`. */

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { ShopTestError } from "../errors.ts";
import { definitions } from "../steps/shop-steps.ts";
import { generate, mayReplace } from "../stories/generating.ts";
import type { Story } from "../stories/model.ts";
import { parseStory } from "../stories/parsing.ts";
import { matchOf } from "../stories/steps.ts";
import { type Model, modelFrom, suggestion } from "../stories/suggesting.ts";

const SOURCE = "stories";
const TARGET = "e2e/generated";

/** Writes the test file of one story, unless a person changed it; says what it did. */
async function written(story: Story): Promise<string> {
  const place = path.join(TARGET, `${path.basename(story.path, ".story.md")}.spec.ts`);
  if (!mayReplace(await textOf(place))) {
    return `${place} was edited, and stays as it is: take your change into the story, or rename the file`;
  }
  await mkdir(TARGET, { recursive: true });
  await writeFile(place, generate(story, definitions), "utf-8");
  return `${place}: ${story.scenarios.length} scenarios`;
}

/** What a model thinks that the steps meant which nobody defined. */
async function suggestions(story: Story, model: Model): Promise<readonly string[]> {
  const lost = story.scenarios
    .flatMap((scenario) => scenario.steps)
    .filter((step) => matchOf(step.text, definitions) === undefined);
  const asked = lost.map(async (step) => {
    const better = await suggestion(step.text, definitions, model);
    return `${story.path}:${step.line}: ${better === undefined ? "no suggestion" : `did you mean "${better}"?`}`;
  });
  return Promise.all(asked);
}

async function textOf(place: string): Promise<string | undefined> {
  try {
    return await readFile(place, "utf-8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw new ShopTestError(`${place} cannot be read`, { cause: error });
  }
}

try {
  const names = (await readdir(SOURCE)).filter((name) => name.endsWith(".story.md")).toSorted();
  const places = names.map((name) => `${SOURCE}/${name}`);
  const stories = await Promise.all(places.map(async (place) => parseStory(await readFile(place, "utf-8"), place)));
  const said = await Promise.all(stories.map(written));
  const model = modelFrom(process.env);
  const more = model === undefined ? [] : await Promise.all(stories.map((story) => suggestions(story, model)));
  process.stdout.write(`${[...said, ...more.flat()].join("\n")}\n`);
} catch (error) {
  if (!(error instanceof ShopTestError)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
