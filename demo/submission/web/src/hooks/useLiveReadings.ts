import { useEffect, useState, type Dispatch } from "react";
import type { StationAction } from "../store/stationStore";

export type LiveStatus = "connecting" | "open" | "closed";

const LIVE_URL: string = import.meta.env.VITE_STATION_LIVE ?? "ws://localhost:8000";
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

/** How long to wait before the next attempt: twice as long each time, up to half a minute. */
export function reconnectDelay(attempt: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** attempt, LONGEST_DELAY_MS);
}

/** Feeds the store with new readings for as long as the component is on the page. */
export function useLiveReadings(
  stationId: string,
  dispatch: Dispatch<StationAction>,
): LiveStatus {
  const [status, setStatus] = useState<LiveStatus>("connecting");
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const socket = new WebSocket(`${LIVE_URL}/live/${encodeURIComponent(stationId)}`);
    let retry: number | undefined;
    socket.onopen = () => {
      console.log("live connection to", stationId);
      setStatus("open");
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      try {
        const message: any = JSON.parse(event.data);
        dispatch({ type: "received", reading: message });
      } catch {}
    };
    socket.onerror = () => console.error("live connection failed for", stationId);
    socket.onclose = () => {
      setStatus("closed");
      retry = window.setTimeout(() => setAttempt(attempt + 1), reconnectDelay(attempt));
    };
    return () => {
      socket.onclose = null;
      socket.close();
      window.clearTimeout(retry);
    };
  }, [stationId, dispatch, attempt]);

  return status;
}
