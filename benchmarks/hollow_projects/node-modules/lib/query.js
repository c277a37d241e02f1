import { isDeepStrictEqual } from "node:util";

/** Reads what stands behind the question mark of an address. */
export function parseQuery(text) {
  const found = {};
  for (const pair of text.replace(/^\?/, "").split("&")) {
    if (!pair) continue;
    const [name, value = ""] = pair.split("=").map(decodeURIComponent);
    found[name] = name in found ? [].concat(found[name], value) : value;
  }
  return found;
}

/** Writes it back. */
export function formatQuery(values) {
  return Object.entries(values)
    .flatMap(([name, value]) => [].concat(value).map((one) => [name, one]))
    .map((pair) => pair.map(encodeURIComponent).join("="))
    .join("&");
}

/** What differs between two objects, by key. */
export const changes = (before, after) => {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const found = [];
  for (const key of keys) {
    if (!isDeepStrictEqual(before[key], after[key])) found.push(key);
  }
  return found.sort();
};
