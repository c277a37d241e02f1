/** An amount in the smallest unit of its currency. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** Adds two amounts of one currency. */
export function plus(left: Money, right: Money): Money {
  if (left.currency !== right.currency) {
    throw new TypeError(`cannot add ${right.currency} to ${left.currency}`);
  }
  return { amount: left.amount + right.amount, currency: left.currency };
}

/** Splits an amount into parts that differ by one unit at most and add up to it. */
export const split = (money: Money, parts: number): Money[] => {
  const base = Math.floor(money.amount / parts);
  const rest = money.amount - base * parts;
  return Array.from({ length: parts }, (_, index) => ({
    amount: base + (index < rest ? 1 : 0),
    currency: money.currency,
  }));
};

/** An amount as people read it, such as "12.05 EUR". */
export function shown(money: Money): string {
  const whole = Math.trunc(money.amount / 100);
  const cents = String(Math.abs(money.amount % 100)).padStart(2, "0");
  return `${whole}.${cents} ${money.currency}`;
}
