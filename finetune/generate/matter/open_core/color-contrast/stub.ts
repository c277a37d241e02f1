/** Whether text can be read on its background, after WCAG 2. */

const WEIGHTS = [0.2126, 0.7152, 0.0722] as const;
const AA = 4.5;

export type Channels = readonly [number, number, number];

export function parse(hex: string): Channels {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new RangeError(`no colour: ${hex}`);
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Channels;
}

/** Relative luminance as WCAG defines it: 0 for black, 1 for white. */
export function luminance(channels: Channels): number {
  // TODO(human): make each channel linear as the standard says, then weigh them.
  throw new Error("luminance is not implemented");
}

export function ratio(one: string, other: string): number {
  const [dark, light] = [luminance(parse(one)), luminance(parse(other))].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

export const readable = (text: string, background: string): boolean => ratio(text, background) >= AA;
