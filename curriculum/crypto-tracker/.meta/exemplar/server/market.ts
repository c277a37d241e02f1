/** A market that moves by a seed: the same seed gives the same prices, message by message. */

/** One symbol's last day, in the form of an exchange's mini ticker. */
export interface MiniTicker {
  readonly e: "24hrMiniTicker";
  readonly E: number;
  readonly s: string;
  readonly c: string;
  readonly o: string;
  readonly h: string;
  readonly l: string;
  readonly v: string;
  readonly q: string;
}

/** One message of a combined stream. */
export interface StreamMessage {
  readonly stream: string;
  readonly data: MiniTicker;
}

interface Day {
  readonly symbol: string;
  readonly open: number;
  close: number;
  high: number;
  low: number;
  traded: number;
  eventTime: number;
}

/** What each symbol opens at, in hundredths of a cent. */
const OPENS: Readonly<Record<string, number>> = {
  BTCUSDT: 671_234_500,
  ETHUSDT: 34_567_800,
  SOLUSDT: 1_523_400,
  ADAUSDT: 4_512,
  XRPUSDT: 5_234,
};

/** The symbols that the market trades. */
export const SYMBOLS: readonly string[] = Object.keys(OPENS);

/** Prices that walk at random, and never by chance. */
export class Market {
  readonly #days: readonly Day[];
  readonly #random: () => number;

  constructor(seed: number, symbols: readonly string[] = SYMBOLS) {
    this.#random = randomFrom(seed);
    this.#days = symbols.map((symbol) => dayOf(symbol, OPENS[symbol] ?? 10_000));
  }

  /** The next message: one symbol moves by up to a quarter of a thousandth, or a step. */
  next(now: number): StreamMessage {
    const day = this.#days[Math.floor(this.#random() * this.#days.length)];
    if (day === undefined) {
      throw new RangeError("a market without symbols has nothing to say");
    }
    const most = Math.max(1, Math.round(day.close / 4000));
    day.close = Math.max(1, day.close + Math.round((this.#random() * 2 - 1) * most));
    day.high = Math.max(day.high, day.close);
    day.low = Math.min(day.low, day.close);
    day.traded += 1 + Math.floor(this.#random() * 100);
    // Two messages of a symbol never have one event time, however fast they come.
    day.eventTime = Math.max(now, day.eventTime + 1);
    return messageOf(day);
  }
}

function dayOf(symbol: string, open: number): Day {
  return { symbol, open, close: open, high: open, low: open, traded: 0, eventTime: 0 };
}

function messageOf(day: Day): StreamMessage {
  return {
    stream: `${day.symbol.toLowerCase()}@miniTicker`,
    data: {
      e: "24hrMiniTicker",
      E: day.eventTime,
      s: day.symbol,
      c: priceText(day.close),
      o: priceText(day.open),
      h: priceText(day.high),
      l: priceText(day.low),
      v: priceText(day.traded * 10_000),
      q: priceText(day.traded * day.close),
    },
  };
}

function priceText(hundredthsOfACent: number): string {
  const whole = Math.floor(hundredthsOfACent / 10_000);
  const rest = String(hundredthsOfACent % 10_000).padStart(4, "0");
  return `${whole}.${rest}0000`;
}

/** Numbers from 0 up to 1 that a seed decides (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = Math.trunc(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
