import { StationError, type Forecast, type Reading } from "../types";

const BASE_URL: string = import.meta.env.VITE_STATION_API ?? "http://localhost:8000";

function toStationError(reason: unknown, message: string): StationError {
  if (reason instanceof StationError) {
    return reason;
  }
  return new StationError(message, 0, { cause: reason });
}

function ensureOk(response: Response): Response {
  if (!response.ok) {
    throw new StationError(`the station answered ${response.status}`, response.status);
  }
  return response;
}

/** Loads the readings of one station, oldest first. */
export async function fetchReadings(stationId: string, since = ""): Promise<Reading[]> {
  const query = new URLSearchParams({ since });
  try {
    const path = `/readings/${encodeURIComponent(stationId)}?${query}`;
    const response = ensureOk(await fetch(BASE_URL + path));
    return (await response.json()) as Reading[];
  } catch (reason) {
    throw toStationError(reason, `no readings from ${stationId}`);
  }
}

/** Loads the forecast for the current hour. */
export async function fetchForecast(latitude: number, longitude: number): Promise<Forecast> {
  const query = new URLSearchParams({ lat: String(latitude), lon: String(longitude) });
  const response = await fetch(`${BASE_URL}/forecast?${query}`);
  try {
    return (await ensureOk(response).json()) as Forecast;
  } catch (reason) {
    throw toStationError(reason, "the forecast could not be read");
  }
}

/** Loads the official warnings for a region. */
export async function fetchWarnings(region: string, signal: AbortSignal): Promise<string[]> {
  const query = new URLSearchParams({ region });
  try {
    const response = ensureOk(await fetch(`${BASE_URL}/warnings?${query}`, { signal }));
    return (await response.json()) as string[];
  } catch (reason) {
    throw new StationError(`no warnings for ${region}`, 0, { cause: reason });
  }
}
