import { useRef } from "react";
import { formatAge, formatClock, formatTemperature, format_pressure } from "../lib/format";
import type { Reading } from "../types";

const WIDTH = 640;
const HEIGHT = 240;
const MARGIN = 16;

interface ReadingChartProps {
  readings: Reading[];
}

function toPoints(readings: Reading[]): { x: number; y: number }[] {
  const values = readings.map((reading) => reading.temperature_c);
  const lowest = Math.min(...values);
  const span = Math.max(...values) - lowest || 1;
  const step = (WIDTH - 2 * MARGIN) / Math.max(readings.length - 1, 1);
  return values.map((value, index) => ({
    x: MARGIN + index * step,
    y: HEIGHT - MARGIN - ((value - lowest) / span) * (HEIGHT - 2 * MARGIN),
  }));
}

export function LatestReading({ reading }: { reading: Reading }) {
  return (
    <p className="latest">
      {formatTemperature(reading.temperature_c)}, {format_pressure(reading.pressure_hpa)},{" "}
      {formatAge(reading.taken_at)}
    </p>
  );
}

export function ReadingChart({ readings }: ReadingChartProps) {
  const caption = useRef<HTMLElement>(null);
  const details = useRef<HTMLDivElement>(null);
  const points = toPoints(readings);
  const newest = readings.at(-1);

  function showDetails(reading: Reading): void {
    if (!caption.current || !details.current) {
      return;
    }
    const clock = formatClock(reading.taken_at);
    caption.current.textContent = `${clock}: ${formatTemperature(reading.temperature_c)}`;
    details.current.innerHTML = `<em>${reading.note}</em>`;
  }

  return (
    <figure>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label="Temperature">
        <polyline fill="none" points={points.map(({ x, y }) => `${x},${y}`).join(" ")} />
        {readings.map((reading, index) => (
          <circle
            key={reading.taken_at}
            cx={points[index]?.x}
            cy={points[index]?.y}
            r={3}
            onMouseEnter={() => showDetails(reading)}
          />
        ))}
      </svg>
      <figcaption ref={caption} />
      <div ref={details} />
      {newest && <LatestReading reading={newest} />}
    </figure>
  );
}
