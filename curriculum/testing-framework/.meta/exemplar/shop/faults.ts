/** Faults on demand: a shop that always works teaches a tester nothing. */

export interface Faults {
  /** How long each page takes, in milliseconds. */
  readonly slowMs: number;
  /** Every n-th page is answered with 503; 0 for never. */
  readonly flakyEvery: number;
  /** The checkout answers with 500. */
  readonly brokenCheckout: boolean;
  /** The API sends prices as texts, as it did before last week. */
  readonly looseApi: boolean;
  /** The buttons of the catalogue moved. */
  readonly shifted: boolean;
}

export const NO_FAULTS: Faults = {
  slowMs: 0,
  flakyEvery: 0,
  brokenCheckout: false,
  looseApi: false,
  shifted: false,
};

/** Faults by their names, such as `slow` or `broken-checkout`; names that are none are handed back. */
export function faultsNamed(names: readonly string[]): { faults: Faults; unknown: readonly string[] } {
  const known: Readonly<Record<string, Partial<Faults>>> = {
    slow: { slowMs: 800 },
    flaky: { flakyEvery: 3 },
    "broken-checkout": { brokenCheckout: true },
    "loose-api": { looseApi: true },
    shifted: { shifted: true },
  };
  const faults = names.reduce<Faults>((all, name) => ({ ...all, ...known[name] }), NO_FAULTS);
  return { faults, unknown: names.filter((name) => !(name in known)) };
}
