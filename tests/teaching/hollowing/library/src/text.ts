import { createHash } from "node:crypto";
import { basename, extname } from "node:path";

/** Counts words, whatever their case. */
export function words(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const word of text.toLowerCase().split(/\s+/)) {
    if (word) found.set(word, (found.get(word) ?? 0) + 1);
  }
  return found;
}

/** The digest of a text, in hexadecimal. */
export function digest(text: string): string {
  const hash = createHash("sha256");
  hash.update(text);
  return hash.digest("hex");
}

/** The name of a file without its folder and its ending. */
export function stem(path: string): string {
  const name = basename(path);
  return name.slice(0, name.length - extname(path).length);
}

/** A text that is at most so long, with a sign where it was cut. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1)}…`;
}

/** Reads `a=1;b=2`. */
export function settings(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const part of text.split(";")) {
    const [name, value] = part.split("=");
    if (name && value !== undefined) found[name.trim()] = value.trim();
  }
  return found;
}
