/** Chart.js, as this page uses it: one line that moves, and no animation, for the next points come at once. */

import { Chart, type ChartConfiguration, LinearScale, LineController, LineElement, PointElement } from "chart.js";

import type { Point } from "./History.ts";

Chart.register(LineController, LineElement, PointElement, LinearScale);

const CLOCK = new Intl.DateTimeFormat("en", { timeStyle: "medium", hour12: false });
const FONT = { size: 14 };

/** One line on a canvas. */
export class LineView {
  readonly #chart: Chart<"line", Point[]>;

  constructor(canvas: HTMLCanvasElement) {
    this.#chart = new Chart(canvas, configurationOf(canvas));
  }

  /** Draws these points and no others. */
  show(points: Point[]): void {
    for (const line of this.#chart.data.datasets) {
      line.data = points;
    }
    this.#chart.update("none");
  }

  /** Lets go of the canvas. */
  destroy(): void {
    this.#chart.destroy();
  }
}

function configurationOf(canvas: HTMLCanvasElement): ChartConfiguration<"line", Point[]> {
  const [line, text, grid] = ["--accent", "--quiet", "--rule"].map((name) => colourOf(canvas, name));
  const axis = { grid: { color: grid ?? "" }, border: { display: false } };
  const ticks = { color: text ?? "", font: FONT, maxRotation: 0, autoSkipPadding: 24 };
  return {
    type: "line",
    data: { datasets: [{ data: [], borderColor: line ?? "", borderWidth: 2, pointRadius: 0 }] },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      events: [],
      maintainAspectRatio: false,
      scales: {
        x: { type: "linear", ...axis, ticks: { ...ticks, callback: (time) => CLOCK.format(Number(time)) } },
        y: { type: "linear", ...axis, ticks: { ...ticks, maxTicksLimit: 6 } },
      },
    },
  };
}

/** A colour of the style sheet as a canvas understands it: light or dark is decided already. */
function colourOf(canvas: HTMLCanvasElement, name: string): string {
  canvas.style.color = `var(${name})`;
  const colour = getComputedStyle(canvas).color;
  canvas.style.color = "";
  return colour;
}
