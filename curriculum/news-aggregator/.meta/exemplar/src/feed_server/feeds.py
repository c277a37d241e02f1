"""The ten feeds: what each sends, and what is wrong with it. Nothing here depends on the time."""

from dataclasses import dataclass, field

RSS = "application/rss+xml"
ATOM = "application/atom+xml"
MONDAY = "Mon, 02 Mar 2026 {} GMT"
TUESDAY = "Tue, 03 Mar 2026 {} GMT"


@dataclass(frozen=True, slots=True)
class Feed:
    """One answer of the server.

    Attributes:
        headers: sent beside the content type.
        hangs: the answer never comes; the connection stays open until the client gives up.
    """

    body: bytes = b""
    status: int = 200
    content_type: str = RSS
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False


def _item(title: str, link: str, text: str, date: str = "") -> str:
    when = f"<pubDate>{date}</pubDate>" if date else ""
    what = f"<description>{text}</description>"
    return f"<item><title>{title}</title><link>{link}</link>{what}{when}</item>"


def _rss(name: str, *items: str, encoding: str = "UTF-8") -> str:
    head = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel>'
    about = f"<title>{name}</title><link>https://example.org/</link><description>.</description>"
    return f"{head}{about}{''.join(items)}</channel></rss>"


BRIDGE = (
    "The old harbour bridge opens again on Tuesday. Engineers replaced forty steel beams during the "
    "winter. Cyclists get a lane of their own on the bridge. The work took four months. "
    "A small party begins at noon."
)
HARBOUR = _rss(
    "Harbour News",
    _item(
        "Harbour bridge opens again after four months",
        "https://harbour.example.org/bridge?utm_source=rss&amp;id=7",
        BRIDGE,
        MONDAY.format("08:00:00"),
    ),
    _item(
        "Fish market moves indoors",
        "https://harbour.example.org/fish-market",
        "The fish market moves into the old customs hall. Traders sell from Thursday on. "
        "The hall was empty for nine years.",
        TUESDAY.format("06:30:00"),
    ),
)
VALLEY = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Valley Post</title><id>urn:valley</id>
<updated>2026-03-03T09:00:00Z</updated>
<entry><title>After four months the harbour bridge opens again</title><id>urn:valley:1</id>
<link href="https://valley.example.org/2026/bridge"/><updated>2026-03-02T11:15:00+02:00</updated>
<summary>Traffic crosses the harbour bridge again.</summary></entry>
<entry><title>Snow closes the upper valley road</title><id>urn:valley:2</id>
<link href="https://valley.example.org/2026/snow"/><published>2026-03-03T01:30:00+02:00</published>
<updated>2026-03-03T09:00:00Z</updated>
<content type="html">&lt;p&gt;The upper valley road is closed.&lt;/p&gt;&lt;p&gt;Snow fell all
night.&lt;/p&gt;</content></entry></feed>"""
ORCHARD = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://orchard.example.org/"><title>Orchard Weekly</title>
<link>https://orchard.example.org/</link><description>.</description></channel>
<item rdf:about="https://orchard.example.org/blossom"><title>Blossom comes early this year</title>
<link>https://orchard.example.org/blossom</link><dc:date>2026-03-02T14:00:00Z</dc:date>
<description>The cherry trees bloom two weeks early.</description></item></rdf:RDF>"""
TRAM = _rss(
    "Tram Notes",
    _item(
        "Café at the tram terminus reopens",
        "https://tram.example.org/cafe",
        "The café at the terminus reopens. It sells crêpes.",
        MONDAY.format("10:00:00"),
    ),
)
LIBRARY = _rss(
    "Library Lines",
    _item("Library lends tools", "https://library.example.org/tools", "Saws and drills, for a week."),
    _item(
        "Night reading returns",
        "https://library.example.org/night",
        "Every Friday until midnight.",
        "some day in spring",
    ),
)
MARKET = _rss(
    "Market Square",
    _item(
        "&lt;b&gt;Apples &amp;amp; pears&lt;/b&gt; cost more",
        "https://market.example.org/apples",
        "&lt;script&gt;track()&lt;/script&gt;&lt;p&gt;Prices rose by&amp;nbsp;a tenth.&lt;/p&gt;"
        "&lt;p&gt;Pears are scarce.&lt;/p&gt;",
        TUESDAY.format("07:45:00"),
    ),
    _item("", "https://market.example.org/untitled", "An item without a title."),
    _item("An item without an address", "", "Nobody can read on."),
)
LIGHTHOUSE = _rss(
    "Lighthouse Letter",
    _item(
        "Keeper counts seals",
        "https://lighthouse.example.org/seals/",
        "Two hundred seals rest on the sandbank.",
        TUESDAY.format("05:00:00"),
    ),
    _item(
        "Bridge: the pictures",
        "http://www.harbour.example.org/bridge/?id=7&amp;utm_medium=mail#pictures",
        "Pictures of the opening.",
        MONDAY.format("20:00:00"),
    ),
)
STATION = "<!doctype html><html><title>Station Board</title><body><p>Please log in.</body></html>"

FEEDS: dict[str, Feed] = {
    "/harbour.xml": Feed(HARBOUR.encode(), headers={"ETag": '"harbour-7"'}),
    "/valley.atom": Feed(VALLEY.encode(), 200, ATOM, {"Last-Modified": TUESDAY.format("09:00:00")}),
    "/orchard.rdf": Feed(ORCHARD.encode(), content_type="application/rdf+xml"),
    # Says UTF-8 and is something else.
    "/tram.xml": Feed(TRAM.encode("iso-8859-1")),
    "/library.xml": Feed(LIBRARY.encode(), headers={"ETag": '"library-2"'}),
    "/market.xml": Feed(MARKET.encode()),
    "/lighthouse.xml": Feed(status=301, headers={"Location": "/letters/lighthouse.xml"}),
    "/letters/lighthouse.xml": Feed(LIGHTHOUSE.encode(), headers={"ETag": '"seals"'}),
    "/observatory.xml": Feed(b"gone", 404, "text/plain"),
    "/station.xml": Feed(STATION.encode(), content_type="text/html", headers={"ETag": '"login"'}),
    "/ferry.xml": Feed(hangs=True),
}
FAULTS: dict[str, Feed] = {
    "404": Feed(b"gone", 404, "text/plain"),
    "503": Feed(b"later", 503, "text/plain"),
    "html": Feed(STATION.encode(), content_type="text/html"),
    "cut": Feed(HARBOUR.encode()[:600]),
    "loop": Feed(status=302, headers={"Location": "/harbour.xml?fault=loop"}),
    "hang": Feed(hangs=True),
}
