/** A tool for a model, apart from any server: arguments of unknown shape in, a short text or a good refusal out. */

/** What a client is told of a tool before it calls it. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly annotations: { readonly readOnlyHint: boolean };
}

/** What a call answers. */
export interface ToolResult {
  readonly content: readonly { readonly type: "text"; readonly text: string }[];
  readonly isError?: boolean;
}

/** The arguments of a call, once they are known to be good. */
export interface SearchArguments {
  readonly query: string;
  readonly limit: number;
}

/** One text that can be found. */
export interface Note {
  readonly title: string;
  readonly text: string;
}

/** Arguments that a better call would mend; the message says what to pass. */
export class ToolInputError extends Error {
  override readonly name = "ToolInputError";
}

/** How many notes a call gives when it does not say, and how many at most. */
export const USUAL_LIMIT = 5;
export const GREATEST_LIMIT = 20;

/** How many characters a reply has at most. */
export const REPLY_LIMIT = 2000;

/** The tool as it is listed. */
export const SEARCH_TOOL: ToolDefinition = {
  name: "search_notes",
  description: "Finds the user's notes by words in them. Use it when the user asks what they wrote down.",
  inputSchema: {
    type: "object",
    properties: {
      query: { type: "string", description: "One or more words, all of which a note has to hold." },
      limit: { type: "integer", minimum: 1, maximum: GREATEST_LIMIT, description: "How many notes at most." },
    },
    required: ["query"],
    additionalProperties: false,
  },
  annotations: { readOnlyHint: true },
};

/**
 * The arguments of a call.
 *
 * @param raw - whatever the model sent
 * @returns the query without outer spaces, and the limit or the usual one
 * @throws ToolInputError that names the argument which is unknown, missing or out of bounds
 */
export function readArguments(raw: unknown): SearchArguments {
  const { query, limit = USUAL_LIMIT, ...unknown } = membersOf(raw);
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined) {
    throw new ToolInputError(`There is no argument ${stranger}: pass query and, if you like, limit.`);
  }
  if (typeof query !== "string" || query.trim() === "") {
    throw new ToolInputError("query: pass one or more words.");
  }
  return { query: query.trim(), limit: wholeNumber("limit", limit, 1, GREATEST_LIMIT) };
}

/** What an object has, by name; of anything else nothing. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/**
 * A number that is whole and within bounds.
 *
 * @throws ToolInputError that names the argument and the bounds
 */
export function wholeNumber(name: string, value: unknown, least: number, greatest: number): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > greatest) {
    throw new ToolInputError(`${name}: pass a whole number from ${least} to ${greatest}.`);
  }
  return value;
}

/**
 * The notes that hold every word of a query, whatever their case.
 *
 * @param notes - all of them
 * @param query - words with spaces between them
 * @returns first those that have all words in their title, otherwise in their order
 */
export function found(notes: readonly Note[], query: string): readonly Note[] {
  const words = query.toLowerCase().split(/\s+/);
  const holdsAll = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const hits = notes.filter((note) => holdsAll(`${note.title} ${note.text}`));
  return [...hits.filter((note) => holdsAll(note.title)), ...hits.filter((note) => !holdsAll(note.title))];
}

/**
 * As many whole lines as a reply may hold; what was left out is said, so that nobody takes a part for all.
 *
 * @param lines - one for each note
 * @param most - how many characters the lines and their line breaks may have together
 * @returns the lines; where some are left out, `(N more: ask for fewer)` in a line of its own, beyond `most`
 */
export function bounded(lines: readonly string[], most: number): string {
  let length = -1;
  const kept = lines.findIndex((line) => (length += line.length + 1) > most);
  if (kept === -1) {
    return lines.join("\n");
  }
  return [...lines.slice(0, kept), `(${lines.length - kept} more: ask for fewer)`].join("\n");
}

/**
 * Answer a call; a refusal is a result that the model can mend, any other error is the server's.
 *
 * @param notes - all of them
 * @param raw - whatever the model sent
 */
export function searchNotes(notes: readonly Note[], raw: unknown): ToolResult {
  try {
    const { query, limit } = readArguments(raw);
    const lines = found(notes, query).map((note) => `${note.title}: ${note.text}`);
    return answer(lines.length === 0 ? "No note holds all of these words." : bounded(lines.slice(0, limit), REPLY_LIMIT));
  } catch (error) {
    if (error instanceof ToolInputError) {
      return { ...answer(error.message), isError: true };
    }
    throw error;
  }
}

function answer(text: string): ToolResult {
  return { content: [{ type: "text", text }] };
}
