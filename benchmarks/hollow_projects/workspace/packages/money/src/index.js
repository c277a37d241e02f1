/** Rounds half to even. */
export function rounded(value) {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest === 0.5) return floor % 2 ? floor + 1 : floor;
  return Math.round(value);
}
