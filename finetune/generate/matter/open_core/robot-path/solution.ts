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
  return [...commands].reduce((now, command) => {
    if (command === "F") {
      const [dx, dy] = STEPS[now.heading];
      return blocked(now.x + dx, now.y + dy) ? now : { ...now, x: now.x + dx, y: now.y + dy };
    }
    const turn = { L: 3, R: 1 }[command];
    if (turn === undefined) throw new RangeError(`no command: ${command}`);
    return { ...now, heading: HEADINGS[(HEADINGS.indexOf(now.heading) + turn) % 4]! };
  }, robot);
}
