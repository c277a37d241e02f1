/** Pages of a growing list, by cursor: nothing is shown twice or left out while others add to it. */

/** What the list is sorted by: the newest first, of one time the greater id first. */
export interface Position {
  readonly createdAt: number;
  readonly id: string;
}

/** One page; without a cursor it is the last. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextCursor?: string;
}

/** What a client asks for, as it stands in the query of an address. */
export interface PageQuery {
  readonly limit?: string;
  readonly cursor?: string;
}

/** Reads from a store at most so many rows behind a position, in the order of the list. */
export type Fetch<Row> = (behind: Position | undefined, most: number) => readonly Row[];

/** A query that names no page. */
export class PageError extends Error {
  override readonly name = "PageError";
}

/** How many rows a page has when nobody says, and how many at most. */
export const USUAL_LIMIT = 20;
export const GREATEST_LIMIT = 100;

/** A cursor for a client: opaque, and safe within an address. */
export function cursorOf({ createdAt, id }: Position): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString("base64url");
}

/**
 * The position that a cursor stands for.
 *
 * @param cursor - from a client: perhaps cut off, forged, or of another list
 * @throws PageError unless it is what `cursorOf` makes of a finite time and an id
 */
export function positionOf(cursor: string): Position {
  const found = jsonOf(Buffer.from(cursor, "base64url").toString("utf8"));
  if (Array.isArray(found) && found.length === 2) {
    const [createdAt, id]: readonly unknown[] = found;
    if (typeof createdAt === "number" && Number.isFinite(createdAt) && typeof id === "string") {
      return { createdAt, id };
    }
  }
  throw new PageError("This cursor is none of ours: begin again without one.");
}

/**
 * The value that a text stands for, as JSON.
 *
 * @returns undefined where it is no JSON
 */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Whether a row comes behind a position in the order of the list.
 *
 * @param row - any
 * @param position - of the last row that was shown; it is not behind itself
 */
export function isBehind(row: Position, position: Position): boolean {
  if (row.createdAt !== position.createdAt) {
    return row.createdAt < position.createdAt;
  }
  return row.id < position.id;
}

/**
 * The next page.
 *
 * @param fetch - asked once
 * @param limit - how many rows the page has at most
 * @param behind - the position of the last row before it; undefined for the first page
 * @returns a cursor only where there is a further row
 */
export function pageOf<Row extends Position>(
  fetch: Fetch<Row>,
  limit: number,
  behind: Position | undefined,
): Page<Row> {
  const found = fetch(behind, limit + 1);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return found.length > limit && last !== undefined ? { rows, nextCursor: cursorOf(last) } : { rows };
}

/**
 * How many rows a client gets.
 *
 * @param limit - as it stands in the address
 * @throws PageError unless it is a whole number of 1 or more; one above the greatest gets the greatest
 */
export function limitOf(limit: string | undefined): number {
  if (limit === undefined) {
    return USUAL_LIMIT;
  }
  if (!/^[1-9]\d*$/.test(limit)) {
    throw new PageError(`limit: a whole number from 1 to ${GREATEST_LIMIT}.`);
  }
  return Math.min(Number(limit), GREATEST_LIMIT);
}

/** A store of a list in memory. */
export function fetchFrom<Row extends Position>(rows: readonly Row[]): Fetch<Row> {
  return (behind, most) => {
    const sorted = [...rows].sort((one, other) => (isBehind(one, other) ? 1 : -1));
    return sorted.filter((row) => behind === undefined || isBehind(row, behind)).slice(0, most);
  };
}

/**
 * Answer a client.
 *
 * @throws PageError for a limit or a cursor that is none
 */
export function list<Row extends Position>(fetch: Fetch<Row>, query: PageQuery): Page<Row> {
  const behind = query.cursor === undefined ? undefined : positionOf(query.cursor);
  return pageOf(fetch, limitOf(query.limit), behind);
}
