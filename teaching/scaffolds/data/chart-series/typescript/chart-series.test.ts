import { expect, it } from "vitest";

import {
  ChartError,
  extentOf,
  linearScale,
  linePath,
  niceStep,
  type Point,
  thinned,
  ticks,
  unbroken,
} from "your_package/chart-series.js";

function series(...heights: readonly number[]): readonly Point[] {
  return heights.map((y, x) => ({ x, y }));
}

it("steps by 1, 2 or 5 and their tens", () => {
  const steps = [4, 8, 20, 40, 90].map((span) => niceStep(span, 5));
  expect(steps).toEqual([1, 2, 5, 10, 20]);
});

it("steps by the smallest step that is enough", () => {
  expect(niceStep(10, 5)).toBe(2);
  expect(niceStep(10.1, 5)).toBe(5);
});

it("steps by fractions over small spans", () => {
  expect(niceStep(0.9, 5)).toBeCloseTo(0.2, 10);
  expect(niceStep(0.004, 2)).toBeCloseTo(0.002, 10);
});

it("keeps the lowest and the highest point of each stretch, in their order", () => {
  const found = thinned(series(3, 9, 1, 4, 5, 2, 8, 6), 2);
  expect(found.map((point) => point.y)).toEqual([9, 1, 2, 8]);
});

it("keeps a peak however few points are left", () => {
  const points = Array.from({ length: 1000 }, (_, x) => ({ x, y: x === 777 ? 99 : 1 }));
  const found = thinned(points, 10);
  expect(found.length).toBeLessThanOrEqual(20);
  expect(found).toContainEqual({ x: 777, y: 99 });
});

it("leaves a short series as it is", () => {
  expect(thinned(series(1, 2, 3, 4), 2)).toEqual(series(1, 2, 3, 4));
  expect(thinned([], 3)).toEqual([]);
});

it("takes one point where a stretch is flat or one point long", () => {
  expect(thinned(series(5, 5, 5, 5, 5, 5), 2).length).toBeLessThanOrEqual(4);
});

it("splits a series where nothing was measured", () => {
  const runs = unbroken([...series(1, 2), { x: 2, y: null }, { x: 3, y: 4 }]);
  expect(runs).toEqual([series(1, 2), [{ x: 3, y: 4 }]]);
});

it("has no empty stretch, wherever the gaps are", () => {
  expect(unbroken([{ x: 0, y: null }, { x: 1, y: null }, { x: 2, y: 3 }, { x: 3, y: null }])).toEqual([[{ x: 2, y: 3 }]]);
  expect(unbroken([])).toEqual([]);
});

it("takes zero for a value, not for a gap", () => {
  expect(unbroken([{ x: 0, y: 0 }, { x: 1, y: 0 }])).toEqual([series(0, 0)]);
});

it("scales in proportion, upside down too", () => {
  expect(linearScale([0, 10], [0, 100])(2.5)).toBe(25);
  expect(linearScale([0, 10], [100, 0])(2.5)).toBe(75);
});

it("puts a lone value in the middle", () => {
  expect(linearScale([7, 7], [0, 100])(7)).toBe(50);
});

it("has no axis for nothing, or for what is no number", () => {
  expect(() => extentOf([])).toThrow(ChartError);
  expect(() => extentOf([1, Number.NaN])).toThrow(ChartError);
});

it("puts ticks at round values within the data", () => {
  expect(ticks([3, 12], 5)).toEqual([4, 6, 8, 10, 12]);
});

it("draws a path that is interrupted by a gap", () => {
  const samples = [{ x: 0, y: 0 }, { x: 1, y: 2 }, { x: 2, y: null }, { x: 4, y: 4 }];
  expect(linePath(samples, { width: 40, height: 40 })).toBe("M0.0,40.0L10.0,20.0M40.0,0.0");
});
