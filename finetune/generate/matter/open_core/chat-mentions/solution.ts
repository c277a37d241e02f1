/**
 * Everybody who is named in a message with an @, in order of first appearance.
 *
 * A name is letters, digits and underscores. Names come back in lower case and once each.
 * An @ directly behind a letter, a digit or a dot belongs to a mail address and names nobody.
 */
export function mentions(message: string): string[] {
  const names = [...message.matchAll(/(?<![\w.])@(\w+)/g)].map((match) => match[1]!.toLowerCase());
  return [...new Set(names)];
}
