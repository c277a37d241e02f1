export interface Reading {
  station_id: string;
  taken_at: string;
  temperature_c: number;
  humidity_pct: number;
  pressure_hpa: number;
  dew_point_c: number;
  note: string;
}

export interface Forecast {
  hour: string;
  temperature_c: number;
  rain_pct: number;
}

/** The only error that the rest of the app has to know about. */
export class StationError extends Error {
  readonly status: number;

  constructor(message: string, status = 0, options?: ErrorOptions) {
    super(message, options);
    this.name = "StationError";
    this.status = status;
  }
}
