/** Keeps the portfolio in the browser. What is read back was written by anybody, and is looked at first. */

import { DecimalError, messageOf } from "../errors.ts";
import { parseJson } from "../json.ts";
import { parseDecimal } from "./decimal.ts";
import type { Portfolio, Position } from "./portfolio.ts";

const KEY = "portfolio";

/** The part of a browser's storage that is used. */
export type Store = Pick<Storage, "getItem" | "setItem">;

/** The portfolio that was kept; an empty one, and why, where it cannot be read. */
export function loadPortfolio(store: Store): { portfolio: Portfolio; problem: string | null } {
  try {
    const kept = parseJson(store.getItem(KEY) ?? "[]");
    return { portfolio: Array.isArray(kept) ? kept.filter(isPosition) : [], problem: null };
  } catch (error) {
    return { portfolio: [], problem: `The portfolio that was kept cannot be read: ${messageOf(error)}` };
  }
}

/** Keeps the portfolio; returns why it could not, or null. */
export function savePortfolio(store: Store, portfolio: Portfolio): string | null {
  try {
    store.setItem(KEY, JSON.stringify(portfolio));
    return null;
  } catch (error) {
    return `The portfolio could not be kept: ${messageOf(error)}`;
  }
}

/** Whether a text is an amount above zero. */
export function isAmount(text: string): boolean {
  try {
    return parseDecimal(text) > 0n;
  } catch (error) {
    if (error instanceof DecimalError) {
      return false;
    }
    throw error;
  }
}

function isPosition(value: unknown): value is Position {
  const fields = ["id", "symbol", "quantity", "paid"] as const;
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const record: Readonly<Record<string, unknown>> = { ...value };
  return fields.every((field) => typeof record[field] === "string") && isAmountField(record.quantity, record.paid);
}

function isAmountField(...values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === "string" && isAmount(value));
}
