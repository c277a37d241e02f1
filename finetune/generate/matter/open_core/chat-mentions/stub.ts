/**
 * Everybody who is named in a message with an @, in order of first appearance.
 *
 * A name is letters, digits and underscores. Names come back in lower case and once each.
 * An @ directly behind a letter, a digit or a dot belongs to a mail address and names nobody.
 */
export function mentions(message: string): string[] {
  // TODO(human): find the names, tell them from mail addresses, and drop repetitions.
  throw new Error("mentions has no body yet");
}
