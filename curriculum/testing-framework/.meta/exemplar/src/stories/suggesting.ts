/** Asks a model what a step nobody defined may have meant; only where one is configured, and only as a suggestion. */

import { ApiError } from "../errors.ts";
import { type Definition, matchOf } from "./steps.ts";

const PATIENCE_MS = 20_000;

export interface Model {
  /** Of an endpoint that speaks the chat-completions form. */
  readonly url: string;
  readonly name: string;
  readonly key: string;
}

export type Fetch = typeof fetch;

/** The model that the environment names; undefined, the ordinary case, where it names none. */
export function modelFrom(environment: Readonly<Record<string, string | undefined>>): Model | undefined {
  const { STORY_MODEL_URL: url, STORY_MODEL: name, STORY_MODEL_KEY: key = "" } = environment;
  return url === undefined || name === undefined ? undefined : { url, name, key };
}

/** A wording of the step that is defined, or undefined. */
export async function suggestion<World>(
  text: string,
  definitions: readonly Definition<World>[],
  model: Model,
  ask: Fetch = fetch,
): Promise<string | undefined> {
  const patterns = definitions.map((definition) => `- ${definition.pattern}`).join("\n");
  const task = `Word this step so that it fits one of the patterns, with the same values. Answer with the step alone.\n${patterns}\n\nStep: ${text}`;
  const answer = await answerOf(task, model, ask);
  return accepted(answer, text, definitions);
}

/** What a model said, as long as it is a step that is defined and keeps every value of the original. */
export function accepted<World>(
  answer: string,
  original: string,
  definitions: readonly Definition<World>[],
): string | undefined {
  const line = answer.trim();
  if (matchOf(line, definitions) === undefined) {
    return undefined;
  }
  return valuesIn(line).join() === valuesIn(original).join() ? line : undefined;
}

function valuesIn(text: string): readonly string[] {
  return [...text.matchAll(/"[^"]*"|€?\d+(?:\.\d+)?/g)].map((found) => found[0]).toSorted();
}

async function answerOf(task: string, model: Model, ask: Fetch): Promise<string> {
  try {
    const response = await ask(`${model.url}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${model.key}` },
      body: JSON.stringify({ model: model.name, messages: [{ role: "user", content: task }], temperature: 0 }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const body: unknown = await response.json();
    return contentOf(body);
  } catch (error) {
    throw new ApiError(`${model.name} did not answer`, { cause: error });
  }
}

function contentOf(body: unknown): string {
  const answer = body as { choices?: readonly { message?: { content?: unknown } }[] } | null;
  const content = answer?.choices?.[0]?.message?.content;
  return typeof content === "string" ? content : "";
}
