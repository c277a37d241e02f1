/** What is held, what it is worth, and the form that adds to it. */

import type { ReactNode } from "react";

import { coinOf } from "../coins.ts";
import type { Decimal } from "../portfolio/decimal.ts";
import { type Position, type Total, totalOf, type Valuation, valuationOf } from "../portfolio/portfolio.ts";
import { usePortfolio, usePrices } from "../state/contexts.ts";
import { BuyForm } from "./BuyForm.tsx";
import { directionOf, formatMoney, formatProfit, formatShare } from "./format.ts";

const UNKNOWN = "–";

/** The panel. */
export function PortfolioPanel(): ReactNode {
  const { portfolio, problem } = usePortfolio();
  return (
    <>
      {problem !== null && <p role="alert">{problem}</p>}
      {portfolio.length === 0 ? <p>Nothing is held yet.</p> : <PortfolioTable />}
      <BuyForm />
    </>
  );
}

function PortfolioTable(): ReactNode {
  const { portfolio } = usePortfolio();
  const prices = usePrices();
  const rows = portfolio.map((position) => ({ position, valuation: valuationOf(position, prices) }));
  return (
    <table>
      <caption>Portfolio in USDT</caption>
      <thead>
        <tr>
          <th scope="col">Held</th>
          <th scope="col">Value (cost)</th>
          <th scope="col">Profit</th>
          <th scope="col">Sell</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ position, valuation }) => (
          <PositionRow key={position.id} position={position} valuation={valuation} />
        ))}
      </tbody>
      <TotalRow total={totalOf(rows.map((row) => row.valuation))} />
    </table>
  );
}

interface PositionRowProps {
  readonly position: Position;
  readonly valuation: Valuation;
}

function PositionRow({ position, valuation }: PositionRowProps): ReactNode {
  const { dispatch } = usePortfolio();
  const held = `${position.quantity} ${coinOf(position.symbol).code}`;
  return (
    <tr>
      <th scope="row">{held}</th>
      <td>
        {valuation.value === null ? UNKNOWN : formatMoney(valuation.value)}
        <span className="below">({formatMoney(valuation.cost)})</span>
      </td>
      <ProfitCell profit={valuation.profit} share={valuation.share} />
      <td>
        <button
          type="button"
          aria-label={`Sell ${held}`}
          onClick={() => dispatch({ type: "portfolio/sold", id: position.id })}
        >
          <Cross />
        </button>
      </td>
    </tr>
  );
}

/** A picture without words: the button's label says what it does. */
function Cross(): ReactNode {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d="M3 3 13 13M13 3 3 13" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}

interface TotalRowProps {
  readonly total: Total;
}

function TotalRow({ total }: TotalRowProps): ReactNode {
  return (
    <tfoot>
      <tr>
        <th scope="row">
          Total
          {total.unpriced > 0 && <span className="below">without {total.unpriced} that have no price</span>}
        </th>
        <td>
          {formatMoney(total.value)}
          <span className="below">({formatMoney(total.cost)})</span>
        </td>
        <ProfitCell profit={total.profit} share={total.share} />
      </tr>
    </tfoot>
  );
}

interface ProfitCellProps {
  readonly profit: Decimal | null;
  readonly share: Decimal | null;
}

function ProfitCell({ profit, share }: ProfitCellProps): ReactNode {
  if (profit === null) {
    return <td>{UNKNOWN}</td>;
  }
  return (
    <td className={directionOf(profit)}>
      {formatProfit(profit)}
      {share !== null && <span className="below">{formatShare(share)}</span>}
    </td>
  );
}
