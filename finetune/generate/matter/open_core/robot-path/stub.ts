/** A robot on a grid; y grows to the north. */

export const HEADINGS = ["north", "east", "south", "west"] as const;
export type Heading = (typeof HEADINGS)[number];

export interface Robot {
  readonly x: number;
  readonly y: number;
  readonly heading: Heading;
}

export const STEPS: Record<Heading, readonly [number, number]> = {
  north: [0, 1],
  east: [1, 0],
  south: [0, -1],
  west: [-1, 0],
};

/** The robot after all commands: F one step unless that square is blocked, L and R a quarter turn. */
export function drive(robot: Robot, commands: string, blocked = (_x: number, _y: number) => false): Robot {
  // TODO(human): follow the commands one by one; refuse letters that are none with a RangeError.
  throw new Error("drive is not implemented");
}
