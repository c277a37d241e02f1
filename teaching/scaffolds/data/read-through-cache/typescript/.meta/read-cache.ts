/** A cache in front of something slow: it asks once for many, forgets in time, and never grows without bound. */

/** What is kept of a key. */
export interface Kept<Value> {
  readonly value: Value;
  readonly readAtMs: number;
}

/** How a cache deals with what it keeps. */
export interface CacheOptions<Value> {
  /** Reads a value from the source; a rejection is never kept. */
  readonly load: (key: string) => Promise<Value>;
  /** The clock, in milliseconds. */
  readonly now: () => number;
  /** How long a value is served without asking the source. */
  readonly freshMs: number;
  /** How many values are kept. */
  readonly most: number;
}

/** Options with which nothing would ever be kept. */
export class CacheError extends Error {
  override readonly name = "CacheError";
}

/** A bounded cache of what a source answers. */
export class ReadCache<Value> {
  readonly options: CacheOptions<Value>;
  /** By key, the least recently used first. */
  readonly kept = new Map<string, Kept<Value>>();
  /** What the source is asked for at this moment, by key. */
  readonly underway = new Map<string, Promise<Value>>();

  /** @throws CacheError unless there is room for a value, and time to serve it */
  constructor(options: CacheOptions<Value>) {
    if (options.most < 1 || options.freshMs <= 0) {
      throw new CacheError("A cache needs room for one value, and a time above 0.");
    }
    this.options = options;
  }

  /** The value of a key: kept while it is fresh, else read from the source. */
  async get(key: string): Promise<Value> {
    const found = this.fresh(key);
    return found === undefined ? this.loadOnce(key) : found.value;
  }

  /**
   * What is kept of a key, while it is fresh.
   *
   * @param key - any
   * @returns the entry, which is the most recently used from now on; nothing where it is missing or its time is over
   */
  fresh(key: string): Kept<Value> | undefined {
    const found = this.kept.get(key);
    if (found === undefined || this.options.now() - found.readAtMs >= this.options.freshMs) {
      return undefined;
    }
    this.kept.delete(key);
    this.kept.set(key, found);
    return found;
  }

  /**
   * Ask the source, unless it is being asked for the same key already: then wait for that answer.
   *
   * @param key - any
   * @returns the value, which is kept; whatever the source rejects with goes to all who wait, and the next call asks anew
   */
  loadOnce(key: string): Promise<Value> {
    const already = this.underway.get(key);
    if (already !== undefined) {
      return already;
    }
    const asked = this.options
      .load(key)
      .then((value) => this.keep(key, value))
      .finally(() => this.underway.delete(key));
    this.underway.set(key, asked);
    return asked;
  }

  /** Keep a value that was read just now, and give it back. */
  keep(key: string, value: Value): Value {
    this.kept.delete(key);
    this.kept.set(key, { value, readAtMs: this.options.now() });
    if (this.kept.size > this.options.most) {
      this.shrink();
    }
    return value;
  }

  /** Let go of what was not used for longest, until no more is kept than may be. */
  shrink(): void {
    for (const key of this.kept.keys()) {
      if (this.kept.size <= this.options.most) {
        return;
      }
      this.kept.delete(key);
    }
  }

  /** The value changed at its source. */
  forget(key: string): void {
    this.kept.delete(key);
  }
}
