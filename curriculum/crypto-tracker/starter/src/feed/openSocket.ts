/** The only place that opens a socket. */

/** What a connection tells. */
export interface ConnectionEvents {
  opened(): void;
  text(text: string): void;
  lost(): void;
}

/** A connection that can be ended. */
export interface Connection {
  close(): void;
}

/** Opens a connection. */
export type Open = (url: string, events: ConnectionEvents) => Connection;

/** Opens a WebSocket of the browser. */
export const openSocket: Open = (url, events) => {
  const socket = new WebSocket(url);
  socket.addEventListener("open", () => events.opened());
  socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => events.text(String(data)));
  // A socket that fails tells of the error first and closes then: one of the two is enough.
  socket.addEventListener("close", () => events.lost());
  return { close: () => socket.close() };
};
