/** From data to what a line chart draws: ticks, fewer points, and the path; no component and no DOM is needed. */

/** One value of a series; `y` is null where nothing was measured. */
export interface Sample {
  readonly x: number;
  readonly y: number | null;
}

/** One value that was measured. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The least and the greatest of something. */
export type Extent = readonly [least: number, greatest: number];

/** Maps a value of the data to a place on the screen. */
export type Scale = (value: number) => number;

/** What a chart is drawn into, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What cannot be drawn, and why. */
export class ChartError extends Error {
  override readonly name = "ChartError";
}

/**
 * A scale that keeps distances in proportion.
 *
 * @param domain - of the data; one value alone lands in the middle
 * @param range - of the screen; upside down for a vertical axis
 */
export function linearScale(domain: Extent, range: Extent): Scale {
  const [from, to] = domain;
  const [start, end] = range;
  return (value) => (from === to ? (start + end) / 2 : start + ((value - from) / (to - from)) * (end - start));
}

/**
 * The step between ticks that a person reads easily: 1, 2 or 5 times a power of ten.
 *
 * @param span - from the least to the greatest value, above 0
 * @param most - how many steps there may be, 1 at least
 * @returns the smallest such step of which `most` cover the span
 */
export function niceStep(span: number, most: number): number {
  const wanted = span / most;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5].find((each) => each * power >= wanted) ?? 10;
  return factor * power;
}

/**
 * At most two points of each stretch of a series: its lowest and its highest, so that no peak gets lost.
 *
 * @param points - by x
 * @param stretches - of equally many points each, 1 at least
 * @returns the points in their order; all of them where there are no more than that
 */
export function thinned(points: readonly Point[], stretches: number): readonly Point[] {
  if (points.length <= 2 * stretches) {
    return points;
  }
  const length = points.length / stretches;
  return Array.from({ length: stretches }, (_, place) => {
    const stretch = points.slice(Math.round(place * length), Math.round((place + 1) * length));
    const byHeight = [...stretch].sort((one, other) => one.y - other.y);
    return stretch.filter((point) => point === byHeight[0] || point === byHeight.at(-1));
  }).flat();
}

/**
 * The stretches of a series without gaps: a sample without a value ends one, and belongs to none.
 *
 * @param samples - by x
 * @returns no empty stretch
 */
export function unbroken(samples: readonly Sample[]): readonly (readonly Point[])[] {
  const runs: Point[][] = [[]];
  for (const { x, y } of samples) {
    if (y === null) {
      runs.push([]);
    } else {
      runs.at(-1)?.push({ x, y });
    }
  }
  return runs.filter((run) => run.length > 0);
}

/**
 * The least and the greatest of some numbers.
 *
 * @throws ChartError where there are none, or one is no finite number
 */
export function extentOf(values: readonly number[]): Extent {
  if (values.length === 0 || !values.every(Number.isFinite)) {
    throw new ChartError("An axis needs one finite value at least.");
  }
  return values.reduce<Extent>(
    ([least, greatest], value) => [Math.min(least, value), Math.max(greatest, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

/**
 * Where an axis has its ticks.
 *
 * @param extent - of the data; every tick lies within it
 * @param most - how many steps there may be
 */
export function ticks([least, greatest]: Extent, most: number): readonly number[] {
  if (least === greatest) {
    return [least];
  }
  const step = niceStep(greatest - least, most);
  const first = Math.ceil(least / step);
  const count = Math.floor(greatest / step) - first + 1;
  return Array.from({ length: count }, (_, place) => (first + place) * step);
}

/**
 * The `d` of an SVG path for a series.
 *
 * @param samples - by x; one value at least
 * @param size - of the drawing
 */
export function linePath(samples: readonly Sample[], size: Size): string {
  const runs = unbroken(samples);
  const points = runs.flat();
  const across = linearScale(extentOf(points.map((point) => point.x)), [0, size.width]);
  const down = linearScale(extentOf(points.map((point) => point.y)), [size.height, 0]);
  const placed = (point: Point): string => `${across(point.x).toFixed(1)},${down(point.y).toFixed(1)}`;
  return runs.map((run) => `M${run.map(placed).join("L")}`).join("");
}
