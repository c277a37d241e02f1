import { expect, it } from "vitest";

import {
  type ConnectionEvents,
  FIRST_WAIT_MS,
  LiveClient,
  LONGEST_WAIT_MS,
  ProtocolError,
  readFrame,
  waitMs,
} from "your_package/live-client.js";

const ALMOST_ONE = 0.999_999;

/** A server and a clock in one: it keeps what it is told, and moves only when a test says so. */
class FakeServer {
  readonly connections: ConnectionEvents[] = [];
  readonly sent: string[] = [];
  readonly waits: { readonly delayMs: number; readonly callback: () => void }[] = [];
  closed = 0;
  readonly client = new LiveClient(
    (events) => {
      this.connections.push(events);
      return { send: (text) => this.sent.push(text), close: () => (this.closed += 1) };
    },
    (delayMs, callback) => {
      const wait = { delayMs, callback };
      this.waits.push(wait);
      return () => this.waits.splice(this.waits.indexOf(wait), 1);
    },
    () => 0.5,
  );

  /** The connection that was opened last. */
  get last(): ConnectionEvents {
    const last = this.connections.at(-1);
    if (last === undefined) {
      throw new Error("the client never connected");
    }
    return last;
  }
}

function isRefused(frame: string): boolean {
  try {
    readFrame(frame);
  } catch (error) {
    if (error instanceof ProtocolError) {
      return true;
    }
    throw error;
  }
  return false;
}

it("the wait doubles with each failure", () => {
  const waits = [1, 2, 3, 4].map((failures) => waitMs(failures, 0.5));
  expect(waits).toEqual([1, 2, 4, 8].map((times) => (times * FIRST_WAIT_MS) / 2));
});

it("the wait never exceeds the longest one", () => {
  expect(waitMs(50, ALMOST_ONE)).toBeLessThanOrEqual(LONGEST_WAIT_MS);
  expect(waitMs(5000, 0.5)).toBe(LONGEST_WAIT_MS / 2);
});

it("the wait is spread from nothing up to the whole", () => {
  expect(waitMs(1, 0)).toBe(0);
  expect(waitMs(1, ALMOST_ONE)).toBeGreaterThan(FIRST_WAIT_MS * 0.99);
});

it("a frame is read into its topic and its data", () => {
  expect(readFrame('{"topic": "btc", "data": {"price": 7}}')).toEqual({ topic: "btc", data: { price: 7 } });
  expect(readFrame('{"topic": "ping"}').data).toBeUndefined();
});

it("a frame that is not JSON, no object, or has no topic of text is refused", () => {
  for (const frame of ["", "btc", "null", "7", "[]", "{}", '{"topic": 7}']) {
    expect([frame, isRefused(frame)]).toEqual([frame, true]);
  }
});

it("topics that were subscribed before the connection stood are sent when it stands", () => {
  const server = new FakeServer();
  server.client.subscribe("btc", () => undefined);
  server.client.subscribe("eth", () => undefined);
  server.client.start();
  expect(server.sent).toEqual([]);
  server.last.onOpen();
  expect(server.sent).toEqual(['{"subscribe":"btc"}', '{"subscribe":"eth"}']);
});

it("a topic that is subscribed while the connection stands is sent at once, and once", () => {
  const server = new FakeServer();
  server.client.start();
  server.last.onOpen();
  server.client.subscribe("btc", () => undefined);
  expect(server.sent).toEqual(['{"subscribe":"btc"}']);
});

it("earlier failures are forgotten when a connection stands", () => {
  const server = new FakeServer();
  server.client.failures = 7;
  server.client.start();
  server.last.onOpen();
  expect(server.client.failures).toBe(0);
});

it("a client that was stopped does not come back", () => {
  const server = new FakeServer();
  server.client.start();
  server.client.stop();
  server.last.onClose();
  expect([server.closed, server.waits]).toEqual([1, []]);
});

it("a connection that breaks is opened again after the wait", () => {
  const server = new FakeServer();
  server.client.start();
  server.last.onClose();
  expect(server.waits.map((wait) => wait.delayMs)).toEqual([FIRST_WAIT_MS / 2]);
  server.waits[0]?.callback();
  expect(server.connections).toHaveLength(2);
});

it("a message reaches the listener of its topic only", () => {
  const server = new FakeServer();
  const heard: unknown[] = [];
  server.client.subscribe("btc", (data) => heard.push(data));
  server.client.start();
  server.last.onMessage('{"topic": "eth", "data": 1}');
  server.last.onMessage('{"topic": "btc", "data": 2}');
  expect(heard).toEqual([2]);
});
