const DAY = 86_400_000;

/** How many days lie between two dates. */
export function daysBetween(first, second) {
  const start = Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate());
  const end = Date.UTC(second.getUTCFullYear(), second.getUTCMonth(), second.getUTCDate());
  return Math.round((end - start) / DAY);
}

/** A date some working days later. */
export function addWorkingDays(date, days) {
  const found = new Date(date);
  while (days > 0) {
    found.setUTCDate(found.getUTCDate() + 1);
    if (found.getUTCDay() % 6 !== 0) days -= 1;
  }
  return found;
}

/** The number of a week after ISO 8601. */
export function weekOf(date) {
  const thursday = new Date(date);
  thursday.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.ceil(((thursday - first) / DAY + 1) / 7);
}

/** A length of time as people say it. */
export const spoken = (seconds) => {
  const parts = [[3600, "h"], [60, "min"], [1, "s"]];
  const said = [];
  for (const [length, unit] of parts) {
    const count = Math.floor(seconds / length);
    seconds -= count * length;
    if (count) said.push(`${count} ${unit}`);
  }
  return said.join(" ") || "0 s";
};
