import { expect, it } from "vitest";

import { FeedError, type FeedItem, fresh, identityOf, parseFeed, plainText } from "your_package/feed-parser.js";

const RSS = `<?xml version="1.0"?>
<rss version="2.0"><channel><title>News</title>
  <item>
    <title><![CDATA[Fish & chips]]></title>
    <link>https://example.com/fish</link>
    <guid isPermaLink="false">n-1</guid>
    <pubDate>Tue, 06 Jan 2026 10:00:00 GMT</pubDate>
  </item>
  <item><title>Undated</title><link>https://example.com/undated</link></item>
</channel></rss>`;
const ATOM = `<feed xmlns="http://www.w3.org/2005/Atom">
  <entry><id>a-1</id><title>Tea</title><published>2026-01-05T09:00:00Z</published>
    <link rel="self" href="https://example.com/self"/><link href='https://example.com/tea?a=1&amp;b=2'/></entry>
</feed>`;

function item(id: string, published?: string): FeedItem {
  return { id, title: id, link: "", publishedAt: published === undefined ? undefined : new Date(published) };
}

function isRefused(call: () => unknown): boolean {
  try {
    call();
  } catch (error) {
    if (error instanceof FeedError) {
      return true;
    }
    throw error;
  }
  return false;
}

it("decodes the named entities", () => {
  expect(plainText("&lt;b&gt; &amp; &quot;c&quot; &apos;d&apos;")).toBe(`<b> & "c" 'd'`);
});

it("decodes each entity once", () => {
  expect(plainText("&amp;lt;")).toBe("&lt;");
  expect(plainText("&#38;amp;")).toBe("&amp;");
});

it("decodes characters by their number", () => {
  expect(plainText("caf&#233; &#xE9; &#128512;")).toBe("café é 😀");
});

it("lets what stands in CDATA alone, and white space around a text go", () => {
  expect(plainText("\n  <![CDATA[Fish &amp; <b>chips</b>]]>\n")).toBe("Fish &amp; <b>chips</b>");
});

it("keeps an entity that nobody knows as it is written", () => {
  expect(plainText("a&nbsp;b & c")).toBe("a&nbsp;b & c");
});

it("knows an entry by its guid before its link, and by its link before its title", () => {
  expect(identityOf({ guid: "g", link: "https://example.com/1", title: "t" })).toBe("g");
  expect(identityOf({ guid: "", link: "https://example.com/1", title: "t" })).toBe("https://example.com/1");
  expect(identityOf({ guid: "", link: "", title: "t" })).toBe("t");
});

it("knows a link again whatever stands behind its #", () => {
  expect(identityOf({ guid: "", link: "https://example.com/1#rss", title: "" })).toBe("https://example.com/1");
});

it("refuses an entry that nothing tells from others", () => {
  expect(isRefused(() => identityOf({ guid: "", link: "", title: "" }))).toBe(true);
});

it("gives the newest entries first and those without a date last", () => {
  const items = [item("none"), item("old", "2026-01-01"), item("new", "2026-01-02")];
  expect(fresh(items, new Set()).map(({ id }) => id)).toEqual(["new", "old", "none"]);
});

it("leaves out what was seen before", () => {
  expect(fresh([item("a"), item("b")], new Set(["a"])).map(({ id }) => id)).toEqual(["b"]);
});

it("counts an entry that comes twice once, by its first appearance", () => {
  const twice = [item("a", "2026-01-01"), item("a", "2026-01-09"), item("b", "2026-01-02")];
  expect(fresh(twice, new Set()).map(({ publishedAt }) => publishedAt?.getUTCDate())).toEqual([2, 1]);
});

it("does not change the entries that it was given", () => {
  const items = [item("old", "2026-01-01"), item("new", "2026-01-02")];
  fresh(items, new Set());
  expect(items.map(({ id }) => id)).toEqual(["old", "new"]);
});

it("reads RSS", () => {
  const [first, second] = parseFeed(RSS);
  const publishedAt = new Date("2026-01-06T10:00:00Z");
  expect(first).toEqual({ id: "n-1", title: "Fish & chips", link: "https://example.com/fish", publishedAt });
  expect(second).toMatchObject({ id: "https://example.com/undated", publishedAt: undefined });
});

it("reads Atom, with the link that is the entry's own", () => {
  expect(parseFeed(ATOM)).toMatchObject([{ id: "a-1", title: "Tea", link: "https://example.com/tea?a=1&b=2" }]);
});

it("refuses what is no feed", () => {
  expect(isRefused(() => parseFeed("<html><body>404</body></html>"))).toBe(true);
});

it("finds no entries in a feed that has none", () => {
  expect(parseFeed("<rss><channel></channel></rss>")).toEqual([]);
});
