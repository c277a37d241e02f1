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
  let message: unknown;
  try {
    message = parseJson(text);
  } catch (error) {
    return refused(`not JSON: ${messageOf(error)}`);
  }
  return isRecord(message) ? readTicker(message.data) : refused("not an object");
}

/** Reads what a message carries, field by field. */
export function readTicker(data: unknown): Reading {
  if (!isRecord(data) || data.e !== EVENT) {
    return refused("not a mini ticker");
  }
  const { s: symbol, E: eventTime, c: close, o: open, h: high, l: low } = data;
  if (typeof symbol !== "string" || !SYMBOL.test(symbol)) {
    return refused("its symbol is none");
  }
  if (!isTime(eventTime)) {
    return refused("its event time is none");
  }
  if (!isPrice(close) || !isPrice(open) || !isPrice(high) || !isPrice(low)) {
    return refused("a price in it is none");
  }
  return { ok: true, ticker: { symbol, eventTime, close, open, high, low } };
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
