/** Reads what the feed sends. Nothing that arrives may throw: a feed is not under our control. */

import { messageOf } from "../errors.ts";
import { parseJson } from "../json.ts";

/** One symbol's last day. Numbers that are money stay text, exactly as they came. */
export interface Ticker {
  readonly symbol: string;
  readonly eventTime: number;
  readonly close: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
}

/** What a message came to: a ticker, or why it is none. */
export type Reading =
  | { readonly ok: true; readonly ticker: Ticker }
  | { readonly ok: false; readonly reason: string };

const EVENT = "24hrMiniTicker";
const SYMBOL = /^[A-Z0-9]{2,20}$/;
const PRICE = /^\d{1,15}(\.\d{1,12})?$/;

/** Reads one message of a combined stream. */
export function readMessage(text: string): Reading {
  // TODO(human)[parse-messages]: read the text as JSON without letting
  // anything out that is thrown, and hand on what its `data` holds
  // Hint: `parseJson` throws for a text that is no JSON: where does that end
  // when nobody catches it?
  // Hint: valid JSON is also `null`, `3` and `[]`: `isRecord` tells them from
  // an object
  // Hint: `refused` makes the answer for both
  throw new Error("TODO(human): readMessage");
}

/** Reads what a message carries, field by field. */
export function readTicker(data: unknown): Reading {
  // TODO(human)[parse-messages]: look at the event, the symbol, the time and
  // the four prices, and make a ticker of them, or say what is wrong
  // Hint: `data` is unknown: after which question does the compiler let you
  // ask for its fields?
  // Hint: `isTime` and `isPrice` narrow what they are asked about: the
  // compiler follows, and no `as` is needed
  // Hint: the prices stay the text that they are
  throw new Error("TODO(human): readTicker");
}

function refused(reason: string): Reading {
  return { ok: false, reason };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether it is a whole number of milliseconds. */
function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

/** Whether it is a price as an exchange writes one: text, digits, at most one point. */
function isPrice(value: unknown): value is string {
  return typeof value === "string" && PRICE.test(value);
}
