/** The only place that reads JSON. What comes out is unknown, so that nobody uses it before having looked at it. */

/** Reads a text as JSON; a text that is none is a SyntaxError. */
export function parseJson(text: string): unknown {
  return JSON.parse(text);
}
