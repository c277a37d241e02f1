import { format, parseISO } from "date-fns";
import moment from "moment";

const COMPASS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];

/** 21.46 becomes "21.5 °C". */
export function formatTemperature(celsius: number): string {
  return `${celsius.toFixed(1)} °C`;
}

/** 1013.2 becomes "1013 hPa". */
export function format_pressure(hectopascal: number): string {
  return `${Math.round(hectopascal)} hPa`;
}

/** The time of day of a reading, as the axis of the chart shows it. */
export function formatClock(takenAt: string): string {
  return format(parseISO(takenAt), "HH:mm");
}

/** How long ago a reading was taken, in words. */
export function formatAge(takenAt: string): string {
  return moment(takenAt).fromNow();
}

/** 200 becomes "S": the nearest of eight directions. */
export function formatDirection(degrees: number): string {
  const index = Math.round(degrees / 45) % COMPASS.length;
  return COMPASS[index] ?? "?";
}
