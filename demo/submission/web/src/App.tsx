import { useEffect, useReducer } from "react";
import { ReadingChart } from "./components/ReadingChart";
import WarningPanel from "./components/WarningPanel";
import { useLiveReadings } from "./hooks/useLiveReadings";
import { emptyStation, loadForecast, loadStation, stationReducer } from "./store/stationStore";

const STATION = { id: "roof-north", latitude: 48.15, longitude: 11.57, region: "Munich" };

export function App() {
  const [station, dispatch] = useReducer(stationReducer, emptyStation);
  const status = useLiveReadings(STATION.id, dispatch);

  useEffect(() => {
    void loadStation(STATION.id, dispatch);
    void loadForecast(STATION.latitude, STATION.longitude, dispatch);
  }, []);

  return (
    <main>
      <h1>Rooftop weather station</h1>
      {status === "closed" && <p>Live connection lost, trying again.</p>}
      {station.problem && <p role="alert">{station.problem}</p>}
      <ReadingChart readings={station.readings} />
      <WarningPanel region={STATION.region} forecast={station.forecast} />
    </main>
  );
}
