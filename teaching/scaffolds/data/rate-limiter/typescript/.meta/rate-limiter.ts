/** How often a caller may call: a bucket of tokens for each key, which fills at a steady pace. */

/** What a limit allows. */
export interface Limit {
  /** The most calls at once. */
  readonly capacity: number;
  /** Tokens that a second adds. */
  readonly perSecond: number;
}

/** How full a bucket was at a time; tokens may be parts of one. */
export interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

/** Whether a call may pass; if not, how long it has to wait. */
export type Decision =
  | { readonly allowed: true; readonly bucket: Bucket }
  | { readonly allowed: false; readonly bucket: Bucket; readonly retryAfterS: number };

/** A limit that allows nothing, or all. */
export class LimitError extends Error {
  override readonly name = "LimitError";
}

/** Names the callers of an address, for those who send no key. */
export const NO_KEY = "anonymous";

/**
 * The limit as it is written in a configuration.
 *
 * @throws LimitError unless both numbers are finite and above 0, and the capacity is whole
 */
export function limitOf(capacity: number, perSecond: number): Limit {
  if (!Number.isInteger(capacity) || capacity < 1 || !Number.isFinite(perSecond) || perSecond <= 0) {
    throw new LimitError("A limit needs a whole capacity of 1 or more, and a pace above 0.");
  }
  return { capacity, perSecond };
}

/**
 * A bucket as it is by now.
 *
 * @param bucket - as it was
 * @param limit - never more than its capacity is in the bucket
 * @param nowMs - the clock; one that was set back adds nothing, and what it repeats adds nothing a second time
 */
export function filled(bucket: Bucket, limit: Limit, nowMs: number): Bucket {
  const passedMs = Math.max(0, nowMs - bucket.atMs);
  const tokens = Math.min(limit.capacity, bucket.tokens + (passedMs / 1000) * limit.perSecond);
  return { tokens, atMs: Math.max(bucket.atMs, nowMs) };
}

/**
 * Let one call pass for one token, or say when to come back.
 *
 * @param bucket - as it is now
 * @param limit - how fast it fills
 * @returns the bucket afterwards; a refused call costs nothing, and after `retryAfterS` whole seconds one passes
 */
export function decided(bucket: Bucket, limit: Limit): Decision {
  if (bucket.tokens >= 1) {
    return { allowed: true, bucket: { ...bucket, tokens: bucket.tokens - 1 } };
  }
  return { allowed: false, bucket, retryAfterS: Math.ceil((1 - bucket.tokens) / limit.perSecond) };
}

/**
 * Who a call counts for.
 *
 * @param key - the API key that came with it, if any
 * @param addresses - of the client first, then of each proxy, as `X-Forwarded-For` and the connection name them
 * @param trusted - how many of our own proxies stand before us; only what they added is to be believed
 * @returns the key; else the address that our outermost proxy saw, `anonymous` where there is none
 */
export function callerOf(key: string | undefined, addresses: readonly string[], trusted: number): string {
  if (key !== undefined && key.trim() !== "") {
    return `key ${key.trim()}`;
  }
  const address = addresses.at(-1 - trusted) ?? addresses[0];
  return address === undefined ? NO_KEY : `address ${address}`;
}

/** The buckets of all callers of one process. */
export class RateLimiter {
  readonly buckets = new Map<string, Bucket>();
  private readonly limit: Limit;
  private readonly now: () => number;

  /**
   * @param limit - the same for each caller
   * @param now - the clock, in milliseconds
   */
  constructor(limit: Limit, now: () => number) {
    this.limit = limit;
    this.now = now;
  }

  /** Count a call. */
  check(caller: string): Decision {
    const nowMs = this.now();
    const before = this.buckets.get(caller) ?? { tokens: this.limit.capacity, atMs: nowMs };
    const decision = decided(filled(before, this.limit, nowMs), this.limit);
    this.buckets.set(caller, decision.bucket);
    return decision;
  }

  /** Forget who has not called for so long that their bucket is full again, so that the memory stays bounded. */
  forget(): void {
    const fullAfterMs = (this.limit.capacity / this.limit.perSecond) * 1000;
    for (const [caller, bucket] of this.buckets) {
      if (this.now() - bucket.atMs >= fullAfterMs) {
        this.buckets.delete(caller);
      }
    }
  }
}

/**
 * The headers that tell a caller of a decision.
 *
 * @returns `retry-after` for a refused call, nothing otherwise
 */
export function headersOf(decision: Decision): Readonly<Record<string, string>> {
  return decision.allowed ? {} : { "retry-after": String(decision.retryAfterS) };
}
