import { useEffect, useState } from "react";
import { fetchWarnings } from "../api/stationApi";
import { formatTemperature } from "../lib/format";
import type { StationState } from "../store/stationStore";

interface WarningPanelProps {
  region: string;
  forecast: StationState["forecast"];
}

export default function WarningPanel({ region, forecast }: WarningPanelProps) {
  const [warnings, setWarnings] = useState<string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    const controller = new AbortController();
    fetchWarnings(region, controller.signal)
      .then(setWarnings)
      .catch((reason: unknown) => {
        if (!controller.signal.aborted) {
          console.warn("warnings are missing", reason);
          setProblem("The warnings could not be loaded.");
        }
      });
    return () => controller.abort();
  }, [region]);

  return (
    <aside>
      <h2>Warnings for {region}</h2>
      {problem && <p role="alert">{problem}</p>}
      <ul>
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
      {forecast && <p>Expected: {formatTemperature(forecast.temperature_c)}</p>}
    </aside>
  );
}
