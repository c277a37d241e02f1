const ACCENTS = /[\u0300-\u036f]/g;

/** A title as it stands in an address. */
export function slug(title: string, most = 40): string {
  const plain = title.normalize("NFD").replace(ACCENTS, "").toLowerCase();
  const words = plain.split(/[^a-z0-9]+/).filter(Boolean);
  let made = "";
  for (const word of words) {
    if (made.length + word.length > most) break;
    made = made ? `${made}-${word}` : word;
  }
  return made;
}

/** Cuts a text at a word's end. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.lastIndexOf(" ", most);
  return `${text.slice(0, end > 0 ? end : most)}…`;
}

/** Waits until a condition holds, or gives up. */
export async function until(holds: () => boolean, tries: number): Promise<number> {
  for (let count = 1; count <= tries; count += 1) {
    if (holds()) return count;
    await Promise.resolve();
  }
  throw new Error("gave up");
}
