/** The time, for components that show how old something is. */

import { useEffect, useState } from "react";

/** The time in milliseconds, anew after each step. */
export function useNow(stepMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), stepMs);
    return () => clearInterval(ticking);
  }, [stepMs]);
  return now;
}
