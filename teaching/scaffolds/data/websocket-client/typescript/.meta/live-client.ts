/** A client of a live feed that comes back by itself: topics stay subscribed over broken connections. */

/** What the client tells its socket to do. */
export interface Connection {
  send(text: string): void;
  close(): void;
}

/** What a socket tells the client. */
export interface ConnectionEvents {
  onOpen(): void;
  onMessage(text: string): void;
  onClose(): void;
}

/** Opens a connection; a WebSocket in the application, a fake in the tests. */
export type Transport = (events: ConnectionEvents) => Connection;

/** Calls back once after so many milliseconds; the returned function calls that off. */
export type Schedule = (delayMs: number, callback: () => void) => () => void;

/** One message of the feed. */
export interface FeedMessage {
  readonly topic: string;
  readonly data: unknown;
}

/** What the client does not understand of the other side. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

/** The wait after the first failure, and the longest one. */
export const FIRST_WAIT_MS = 500;
export const LONGEST_WAIT_MS = 30_000;

/**
 * How long to wait before the next attempt: twice as long each time, and never in step with other clients.
 *
 * @param failures - how often it failed in a row, 1 after the first failure
 * @param random - a number from 0 up to 1, without 1 itself
 * @returns a share of the wait, so that it lies between nothing and the whole
 */
export function waitMs(failures: number, random: number): number {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
  return Math.floor(whole * random);
}

/**
 * The message that a frame holds.
 *
 * @param text - a frame as it came in
 * @throws ProtocolError where it is not JSON, no object, or its topic is no text
 */
export function readFrame(text: string): FeedMessage {
  const frame = parseJson(text);
  if (typeof frame !== "object" || frame === null || !("topic" in frame) || typeof frame.topic !== "string") {
    throw new ProtocolError("A frame is a JSON object with a topic.");
  }
  return { topic: frame.topic, data: "data" in frame ? frame.data : undefined };
}

/**
 * The value that a text stands for.
 *
 * @throws ProtocolError where it is not JSON
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ProtocolError("A frame has to be JSON.", { cause: error });
  }
}

/** One live feed. */
export class LiveClient {
  /** Who listens, by topic. */
  readonly listeners = new Map<string, (data: unknown) => void>();
  /** How often connecting failed since it last worked. */
  failures = 0;
  private readonly transport: Transport;
  private readonly schedule: Schedule;
  private readonly random: () => number;
  private connection: Connection | undefined;
  private isOpen = false;
  private callOff: (() => void) | undefined;

  constructor(transport: Transport, schedule: Schedule, random: () => number = Math.random) {
    this.transport = transport;
    this.schedule = schedule;
    this.random = random;
  }

  /** Connect, and stay connected until `stop`. */
  start(): void {
    this.callOff = undefined;
    this.connection = this.transport({
      onOpen: () => this.opened(),
      onMessage: (text) => this.received(text),
      onClose: () => this.closed(),
    });
  }

  /** Close the connection and stay away. */
  stop(): void {
    const connection = this.connection;
    this.connection = undefined;
    this.callOff?.();
    connection?.close();
  }

  /** Hear what comes in for a topic, over this connection and all later ones. */
  subscribe(topic: string, listener: (data: unknown) => void): void {
    this.listeners.set(topic, listener);
    if (this.isOpen) {
      this.send({ subscribe: topic });
    }
  }

  /** Send a command over the connection that stands. */
  send(command: Readonly<Record<string, string>>): void {
    this.connection?.send(JSON.stringify(command));
  }

  /** A connection stands: the server knows nothing of us yet, and earlier failures count no more. */
  private opened(): void {
    this.isOpen = true;
    this.failures = 0;
    for (const topic of this.listeners.keys()) {
      this.send({ subscribe: topic });
    }
  }

  private received(text: string): void {
    const message = readFrame(text);
    this.listeners.get(message.topic)?.(message.data);
  }

  private closed(): void {
    this.isOpen = false;
    if (this.connection === undefined) {
      return;
    }
    this.failures += 1;
    this.callOff = this.schedule(waitMs(this.failures, this.random()), () => this.start());
  }
}
