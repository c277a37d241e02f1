/** The last minutes of one coin as a line. */

import { type ReactNode, useEffect, useRef, useState } from "react";

import { coinOf, COINS } from "../coins.ts";
import { useHistory, usePrices } from "../state/contexts.ts";
import { LineView } from "./LineView.ts";

/** The chart, with a choice of coins. */
export function PriceChart(): ReactNode {
  const [symbol, setSymbol] = useState(COINS[0]?.symbol ?? "");
  return (
    <>
      <p className="choice">
        <label htmlFor="chart-symbol">Coin of the chart</label>
        <select id="chart-symbol" value={symbol} onChange={(event) => setSymbol(event.target.value)}>
          {COINS.map((coin) => (
            <option key={coin.symbol} value={coin.symbol}>
              {coin.name}
            </option>
          ))}
        </select>
      </p>
      <Line key={symbol} symbol={symbol} />
    </>
  );
}

interface LineProps {
  readonly symbol: string;
}

function Line({ symbol }: LineProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<LineView | null>(null);
  const history = useHistory();
  const price = usePrices()[symbol];

  useEffect(() => {
    if (canvas.current === null) {
      return undefined;
    }
    const drawn = new LineView(canvas.current);
    view.current = drawn;
    return () => {
      view.current = null;
      drawn.destroy();
    };
  }, []);

  // Once a frame at most: prices come gathered, and each price that comes is a frame.
  useEffect(() => {
    if (price !== undefined) {
      view.current?.show(history.points(symbol));
    }
  }, [history, symbol, price]);

  return (
    <div className="chart">
      <canvas ref={canvas} role="img" aria-label={`Line of the last prices of ${coinOf(symbol).name}`} />
    </div>
  );
}
