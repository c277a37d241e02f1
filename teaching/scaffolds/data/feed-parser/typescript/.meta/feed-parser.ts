/**
 * Reads RSS 2.0 and Atom into one form, with a small reader that forgives what feeds do wrong.
 *
 * Not covered: namespaces by their address, entities that a document defines itself, HTML within a text.
 */

/** One entry of a feed, whatever the format said it in. */
export interface FeedItem {
  readonly id: string;
  readonly title: string;
  readonly link: string;
  readonly publishedAt: Date | undefined;
}

/** What a text is no feed for. */
export class FeedError extends Error {
  override readonly name = "FeedError";
}

/** An element: its attributes as they are written, and all that stands between its tags. */
export interface Element {
  readonly attributes: Readonly<Record<string, string>>;
  readonly inner: string;
}

/** What an entry says of itself, as plain text; empty where it says nothing. */
export interface Identity {
  readonly guid: string;
  readonly link: string;
  readonly title: string;
}

/** The five names that XML knows. */
export const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * The elements of a name, in order; those of the same name within them are not looked for.
 *
 * @param xml - a document or a part of one
 * @param name - of the tag, without a prefix
 */
export function elements(xml: string, name: string): readonly Element[] {
  const tag = new RegExp(`<${name}(\\s[^>]*?)?(?:/>|>([\\s\\S]*?)</${name}\\s*>)`, "g");
  return [...xml.matchAll(tag)].map(([, attributes = "", inner = ""]) => ({
    attributes: Object.fromEntries(
      [...attributes.matchAll(/([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, key, one, other]) => [
        key,
        plainText(one ?? other ?? ""),
      ]),
    ),
    inner,
  }));
}

/**
 * The text that a piece of XML stands for.
 *
 * @param raw - the inside of an element or of an attribute's quotes
 * @returns without outer white space; CDATA as it is; `&amp;`, `&#38;` and `&#x26;` as their character, each decoded
 *   once; a name that nobody knows stays as it is written
 */
export function plainText(raw: string): string {
  const decoded = raw.replace(/<!\[CDATA\[([\s\S]*?)\]\]>|&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (...found: string[]) => {
    const [whole = "", verbatim, hex, decimal, name = ""] = found;
    if (hex !== undefined || decimal !== undefined) {
      return characterOf(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
    }
    return verbatim ?? ENTITIES[name] ?? whole;
  });
  return decoded.trim();
}

/** The character of a number, or the sign for none where Unicode has none. */
export function characterOf(code: number): string {
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : "\uFFFD";
}

/**
 * What tells an entry from all others, over all the times that the feed is fetched.
 *
 * @returns its guid, else its link without the part behind `#`, else its title
 * @throws FeedError where it has none of them
 */
export function identityOf(entry: Identity): string {
  const [address = ""] = entry.link.split("#");
  const id = entry.guid || address || entry.title;
  if (id === "") {
    throw new FeedError("An entry needs a guid, a link or a title.");
  }
  return id;
}

/**
 * The entries that were not there before, the newest first.
 *
 * @param items - as the feed has them; an id that comes twice counts once, by its first entry
 * @param seen - the ids of earlier fetches
 * @returns those without a date last, otherwise in the order of the feed
 */
export function fresh(items: readonly FeedItem[], seen: ReadonlySet<string>): readonly FeedItem[] {
  const first = new Map<string, FeedItem>();
  for (const item of items) {
    if (!seen.has(item.id) && !first.has(item.id)) {
      first.set(item.id, item);
    }
  }
  return [...first.values()].sort((one, other) => timeOf(other) - timeOf(one));
}

/** When an item was published, in milliseconds; before all others where nobody knows. */
export function timeOf(item: FeedItem): number {
  return item.publishedAt?.getTime() ?? 0;
}

/**
 * The entries of a feed.
 *
 * @param xml - the whole document
 * @throws FeedError where it is neither RSS nor Atom
 */
export function parseFeed(xml: string): readonly FeedItem[] {
  if (/<rss[\s>]/.test(xml)) {
    return elements(xml, "item").map(({ inner }) => itemOf(inner, "guid", "pubDate", textOf(inner, "link")));
  }
  if (/<feed[\s>]/.test(xml)) {
    return elements(xml, "entry").map(({ inner }) => itemOf(inner, "id", "published", atomLink(inner)));
  }
  throw new FeedError("This is neither RSS nor Atom.");
}

function itemOf(entry: string, guid: string, date: string, link: string): FeedItem {
  const title = textOf(entry, "title");
  const publishedAt = new Date(textOf(entry, date));
  return {
    id: identityOf({ guid: textOf(entry, guid), link, title }),
    title,
    link,
    publishedAt: Number.isNaN(publishedAt.getTime()) ? undefined : publishedAt,
  };
}

function textOf(xml: string, name: string): string {
  return plainText(elements(xml, name)[0]?.inner ?? "");
}

function atomLink(entry: string): string {
  const links = elements(entry, "link").map((link) => link.attributes);
  const alternate = links.find((link) => (link["rel"] ?? "alternate") === "alternate");
  return alternate?.["href"] ?? "";
}
