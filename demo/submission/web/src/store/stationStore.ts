import type { Dispatch } from "react";
import { fetchForecast, fetchReadings } from "../api/stationApi";
import { StationError, type Forecast, type Reading } from "../types";

const MAX_READINGS = 500;

export interface StationState {
  readings: Reading[];
  forecast: Forecast | null;
  problem: string | null;
}

export type StationAction =
  | { type: "loaded"; readings: Reading[] }
  | { type: "received"; reading: Reading }
  | { type: "forecast"; forecast: Forecast }
  | { type: "failed"; reason: any };

export const emptyStation: StationState = { readings: [], forecast: null, problem: null };

function describe(reason: unknown): string {
  return reason instanceof StationError ? reason.message : "Something unexpected went wrong";
}

export function stationReducer(state: StationState, action: StationAction): StationState {
  switch (action.type) {
    case "loaded":
      return { ...state, readings: action.readings.slice(-MAX_READINGS), problem: null };
    case "received": {
      const older = state.readings.filter((known) => known.taken_at !== action.reading.taken_at);
      return { ...state, readings: [...older, action.reading].slice(-MAX_READINGS) };
    }
    case "forecast":
      return { ...state, forecast: action.forecast };
    case "failed":
      return { ...state, problem: describe(action.reason) };
  }
}

/** Fills the store when a station is opened. */
export async function loadStation(
  stationId: string,
  dispatch: Dispatch<StationAction>,
): Promise<void> {
  try {
    dispatch({ type: "loaded", readings: await fetchReadings(stationId) });
  } catch (reason) {
    dispatch({ type: "failed", reason });
  }
}

/** Adds the forecast, which is slower than our own server and may come later. */
export async function loadForecast(
  latitude: number,
  longitude: number,
  dispatch: Dispatch<StationAction>,
): Promise<void> {
  try {
    dispatch({ type: "forecast", forecast: await fetchForecast(latitude, longitude) });
  } catch (reason) {
    dispatch({ type: "failed", reason });
  }
}
