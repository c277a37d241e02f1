/** Where an elevator stops next. */

export interface Car {
  readonly floor: number;
  readonly direction: "up" | "down";
}

/**
 * The nearest call in the direction of the car; without any there, the nearest one behind it.
 * A call from the car's own floor is served at once. Null without calls.
 */
export function nextStop(car: Car, calls: ReadonlySet<number>): number | null {
  const nearest = [...calls].sort((a, b) => Math.abs(a - car.floor) - Math.abs(b - car.floor));
  const ahead = nearest.find((floor) => (car.direction === "up" ? floor >= car.floor : floor <= car.floor));
  return ahead ?? nearest[0] ?? null;
}
