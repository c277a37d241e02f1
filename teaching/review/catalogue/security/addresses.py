"""Security: addresses that are fetched without encryption."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, SourceFile, start_line

_ADDRESS = lazily(r"http://(?P<host>[^\s/'\"`<>,;)(\\?#]+)")
# Of this machine, of its network, of a container: none is reached over the open net.
_NEAR = lazily(
    r"^(?:[^@]*@)?(?:localhost|127\.[\d.]+|0\.0\.0\.0|\[[0-9a-f:]*\]|10\.[\d.]+|192\.168\.[\d.]+|169\.254\.[\d.]+"
    r"|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|[^.:]+|(?:[\w-]+\.)*(?:localhost|local|localdomain|internal|lan|home"
    r"|test|invalid|cluster\.local|docker\.internal|svc))(?::[\d*]*)?$",
    re.IGNORECASE,
)
# These name a kind of document or a vocabulary; nobody fetches them, and their spelling is fixed.
_NAMESPACES = lazily(
    r"^(?:(?:www\.)?w3\.org|schemas\.[\w.-]+|(?:www\.)?json-schema\.org|(?:www\.)?schema\.org|purl\.(?:org|oclc\.org)"
    r"|ns\.[\w.-]+|xmlns\.com|(?:www\.)?opengis\.net|(?:www\.)?sitemaps\.org|(?:www\.)?xmlsoap\.org|xml\.[\w.-]+"
    r"|(?:www\.)?google\.com/schemas|(?:www\.)?apache\.org|java\.sun\.com|(?:www\.)?omg\.org|a9\.com|rdfs\.org"
    r"|search\.yahoo\.com|(?:www\.)?itunes\.com|(?:www\.)?gnu\.org|relaxng\.org|docbook\.org|www\.inkscape\.org"
    r"|sodipodi\.\w+\.net"
    r"|creativecommons\.org|data-vocabulary\.org|ogp\.me|(?:www\.)?topografix\.com|earth\.google\.com"
    r"|maven\.apache\.org"
    r"|base\.google\.com|webns\.net|backend\.userland\.com|rssnamespace\.org|wellformedweb\.org"
    r"|www\.fictionbook\.org|dublincore\.org)$",
    re.IGNORECASE,
)
_NAMING = lazily(r"xmlns|namespace|(?:^|_)(?:ns|nsmap|schema|dtd|doctype|xsd|uri_?reference)s?(?:_|$)", re.IGNORECASE)


def open_addresses(source: SourceFile, params: Params) -> Iterator[Fact]:
    """`http://` addresses of other machines in strings; not in comments, docstrings and names of namespaces."""
    del params
    if "http://" not in source.text:
        return
    seen: set[int] = set()
    for node in source.nodes("string_content", "string_fragment"):
        found = _ADDRESS.search(node.text())
        if found is None or _is_spared(found["host"]) or _is_no_address(node):
            continue
        line = start_line(node) + node.text()[: found.start()].count("\n")
        if line not in seen:
            seen.add(line)
            yield Fact(line, line, f"The address of `{found['host']}` begins with `http://`.")


def _is_spared(host: str) -> bool:
    # `{host}`, `$HOST`, `%s`, `<host>`: which machine it is is decided elsewhere.
    if re.search(r"[{}$%<>*|\[\]^]", host) and not host.startswith("["):
        return True
    return _NEAR.match(host) is not None or _NAMESPACES.match(host.split(":")[0]) is not None


def _is_no_address(content: SgNode) -> bool:
    """Whether a string is documentation, a pattern, or the name of a namespace or schema."""
    string = content.parent()
    holder = string.parent() if string is not None else None
    if string is None or holder is None:
        return True
    if holder.kind() in {"expression_statement", "import_statement", "concatenated_string", "regex"}:
        above = holder.parent()
        if holder.kind() != "concatenated_string" or (above is not None and above.kind() == "expression_statement"):
            return True
    first = string.children()[0].text() if string.children() else ""
    if first.lower().startswith(("r", "br", "rb")):
        return True  # a raw string is a pattern
    target = holder.field("left") or holder.field("name") or holder.field("key")
    if target is None and holder.kind() == "jsx_attribute":
        target = holder.child(0)
    return target is not None and _NAMING.search(target.text()) is not None


_HTTP = (
    r"(?:plain |unencrypted |insecure |raw |bare )*`?http(?:://)?`?(?: urls?| endpoints?| links?| addresses"
    r"| calls?| requests?| connections?| traffic)?"
)
_NO = r"(?<![\w-])(?:never|no|not|don't|do not|avoid|must not|cannot|should not|shouldn't|mustn't|❌|🚫)(?![\w-])[:,]?"
_REMOTE = r"\b(?:s|tls)\b"

HTTPS_ONLY = Entry(
    name="https-only",
    title="`http://` addresses other than of this machine",
    languages=ALL,
    engines=(Syntax(open_addresses),),
    cues=("http",),
    phrases=(
        Phrase(
            r"(?:^\W*(?:[\w /-]{{1,24}}:\W*)?|[;,:.] |\b(?:must|always|only|should|to|and|we|are|is|go|goes|run"
            r"|runs)\s)(?:only |always |exclusively )*"
            r"(?:use |uses |using |over |via |through |enforce |require |enable )?`?https(?:://)?`?(?:[ -]"
            r"(?:urls? |links? |endpoints? )?only\b"
            r"|\s(?:only|exclusively|everywhere|throughout|always)\b"
            r"|\s(?:urls?|endpoints?|links?|calls?|requests?|connections?)?\s?(?:for|in|on) (?:all|every|any|each)\b)",
            {},
            rf"{EXCUSED}|\bgit\b|\bclone|\bnginx\b|\bload balancer",
        ),
        Phrase(
            rf"{_NO}(?:\s(?:ever|use|using|call|allow|hard-?code|make|commit|add|send|have))*\s(?:any |an? )?"
            r"(?:plain |unencrypted |insecure |raw |bare )*"
            r"(?:`http://`?(?:…|\.\.\.)?`?|http://|(?<=plain )`?http`?|(?<=insecure )`?http`?"
            r"|(?<=unencrypted )`?http`?|`?http`? (?:urls?|links?|addresses|endpoints?))"
            r"(?! (?:clients?|librar|status|codes?|methods?|errors?))(?: urls?| links?| addresses| endpoints?"
            r"| calls?)?\s?(?:$|[.,;:!)(—–]|in\b|anywhere|for\b|to\b|use\b|outside)",
            {},
            EXCUSED,
        ),
        Phrase(
            r"`?https(?:://)?`?\s?(?:,? never|,? not|instead of|rather than|over|,? no)\s(?:plain "
            r"|use )?`?http(?:://)?`?(?!s|\w)",
            {},
            EXCUSED,
        ),
        Phrase(
            r"\b(?:all|every|each|any)\s(?:external |outgoing |outbound |remote |network |api |http |public "
            r"|third-party |of the |urls? |our )*"
            r"(?:calls?|requests?|urls?|links?|connections?|traffic|endpoints?|addresses|communication)"
            r"\s(?:must |should |shall |has to |have to )?(?:only )?"
            r"(?:use|uses|go|goes|be|is|are|run|runs)\s(?:over |via |through |sent over |made over "
            r"|always )?`?https(?:://)?`?",
            {},
            EXCUSED,
        ),
        Phrase(
            r"\b(?:always )?(?:use|require|enforce) `?https(?:://)?`?(?:\s(?:for|in|on|to)\s(?:all |every |any "
            r"|each |external |remote |outgoing |api |network |production )+\w+|\s?(?:$|[.,;]))",
            {},
            rf"{EXCUSED}|\bgit\b|\bclone|\bcookie",
        ),
    ),
    reads=(
        ("HTTPS only", {}),
        ("Use HTTPS for all external calls", {}),
        ("Never use plain HTTP.", {}),
        ("No `http://` URLs", {}),
        ("All external requests go over HTTPS", {}),
        ("**Network:** `https://`, never `http://`", {}),
        ("Always use HTTPS.", {}),
        ("- HTTPS everywhere", {}),
        ("Do not use insecure HTTP endpoints", {}),
        ("All URLs must use https", {}),
        ("Use HTTPS URLs only", {}),
    ),
    ignores=(
        "Clone over HTTPS.",
        "Never use an HTTP client other than `httpx`.",
        "No HTTP calls in tests.",
        "The server listens on HTTP behind a proxy.",
        "HTTP status codes are checked.",
        "Cookies are sent over HTTPS only when `secure` is set, see the docs.",
        "Use HTTPS unless the service runs on this machine.",
        "Do not make HTTP requests in the domain layer.",
    ),
    skip_tests=True,
    cwe=(319,),
    words=Words(
        why="On the way to another machine everybody who carries the data can read and change it. An address without "
        "encryption is answered by whoever sits in between, and nothing tells the program.",
        question="Who carries this request between the two machines, and what could they put into the answer?",
        hint="Try whether the same host answers on the encrypted port, and ask why the address was written this way.",
    ),
    examples=(
        Example("python", "URL = 'http://api.shop.com/v1'\nr = httpx.get(f'http://api.shop.com/{x}')\n", (1, 2)),
        Example("python", "text = '''\nsee\nhttp://shop.io/a\n'''\n", (3,)),
        Example(
            "python",
            "A = 'http://localhost:8000'\nB = 'http://127.0.0.1/x'\nC = f'http://{host}/x'\nD = 'http://'\n"
            "E = 'http://backend:80/a'\nF = 'https://a.com'\n",
        ),
        Example(
            "python",
            '"""See http://shop.com."""\n# http://shop.com\nNS = {\'a\': \'http://www.w3.org/2005/Atom\'}\n'
            'XMLNS = "http://shop.com/ns"\nP = r"http://shop.com"\n',
        ),
        Example("python", "U = 'http://shop.com'\n", (), path="tests/test_a.py"),
        Example(
            "python",
            "U = 'http://10.0.0.3', 'http://a.internal:80'\nif u.startswith('http://'):\n    pass\n",
        ),
        Example("python", "BASE = 'http://api.shop.example/v1'\nurl = f'http://www.example.com/{x}'\n", (1, 2)),
        Example(
            "typescript", "const u = 'http://api.shop.com';\nawait api.get<User>(`http://shop.io/${id}`);\n", (1, 2)
        ),
        Example("tsx", 'const A = () => <a href="http://shop.com">x</a>;\n', (1,)),
        Example("tsx", "const A = () => <svg xmlns='http://www.w3.org/2000/svg'><p>http://shop.com</p></svg>;\n"),
        Example(
            "javascript",
            "const a = 'http://localhost:3000', b = `http://${host}:80`;\nconst c = /http:\\/\\/shop.com/;\n"
            "// http://shop.com\n",
        ),
    ),
)

ENTRIES = (HTTPS_ONLY,)
