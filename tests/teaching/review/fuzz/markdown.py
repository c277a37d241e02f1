"""Constitutions as nobody would write them, made of the words that the catalogue listens for."""

from hypothesis import strategies as st

from teaching.review.catalogue import ENTRIES

WORDS = sorted(
    {
        word
        for entry in ENTRIES.values()
        for sentence in (*(sentence for sentence, _ in entry.reads), *entry.ignores, *entry.cues)
        for word in sentence.split()
    }
    | set("never always must not don't no only except unless use avoid in tests 3 40 `x` src/ e.g. i.e. per".split())
)
STRANGE = (
    "\u202eabc\u202c", "שלום", "العربية", "e\u0301\u0301\u0301", "\ud800", "\udfff", "\0", "👩‍👩‍👧‍👦", "\u200b",
    "\ufeff",
    "\u2028", "\x0b", "\x0c", "\x85", "\t", "\xa0", "漢字。", "ﬁ", "ß", "İ", "ǅ", "¼", "٣", "𝟙", "\\", "\x1b[31m", "%s",
    "{0}", "{}", "$1", "\\1", "<b>", "</b>", "&amp;", "&#0;", "&#xFFFFFFFF;", "![a](b)", "[a](<b>)", "[a][b]",
    "~~a~~",
    "``", "`` ` ``", "`", "**", "__", "*_*", "***a***", "|", "||", "<!--", "-->", "<!---->", "```", "~~~",
    "$$", "@a.md",
    "@CLAUDE.md", "@/etc/passwd", "@../../x", "@~/x", "[ ]", "[x]", "“", "”", "’", "—", "…",
    "http://a.b/c?d=e#f", "::",
)  # fmt: skip
_NAMES = sorted(ENTRIES)

words = st.sampled_from(WORDS) | st.sampled_from(STRANGE)
sentences = st.one_of(
    st.lists(words, max_size=30).map(" ".join),
    st.lists(st.sampled_from(WORDS), min_size=200, max_size=600).map(lambda found: " ".join(found)[:4000]),
    st.sampled_from([sentence for entry in ENTRIES.values() for sentence, _ in entry.reads]),
    st.text(max_size=80),
    st.tuples(st.sampled_from(WORDS), st.integers(1, 4000)).map(lambda pair: ((pair[0] + " ") * pair[1])[: pair[1]]),
)
_values = st.one_of(
    st.sampled_from(["3", "40", "0", "-1", "1e9", "99999999999", "²", "٣", "a", '"a b"', "'a", '"', "`x`",
        "\\", "[", "("]),
    st.sampled_from(['"a;b"', ";", ";;", "none", "reason=x", "paths=src/", "not=a", "tests=only",
        "tests=maybe", "code=web"]),
    st.text(max_size=12),
)  # fmt: skip
_checks = st.tuples(
    st.sampled_from(["check:", "check :", "CHECK:", "check", " check: ", "check:\n", "check:check:"]),
    st.lists(
        st.sampled_from(_NAMES)
        | st.sampled_from(["none", "ast-grep", "ast-grep checks/a.yml", "ast-grep ../a", "no-such", "max lines"])
        | _values
        | st.tuples(st.sampled_from(["lines", "who", "a", "case", "=", "where"]), _values).map("=".join),
        max_size=6,
    ).map(" ".join),
    st.sampled_from(["-->", "-->", "-->", "--", "", "\n-->", "->"]),
).map(lambda parts: f"<!-- {parts[0]} {parts[1]} {parts[2]}")
_markers = st.sampled_from(
    ["- ", "* ", "+ ", "1. ", "9) ", "  - ", "    - ", "\t- ", "      * ", "> ", "> - ", "> > 1. ", "- [ ] ", "- [x] "]
    + ["", "", "# ", "###### ", "####### ", "    ", "| ", "[a]: ", "@", "**Never**: ", "- - - ", "-"]
)
_lines = st.tuples(_markers, sentences, st.just("") | _checks).map(" ".join)
_blocks = st.one_of(
    _lines,
    _lines,
    _checks,
    st.lists(_lines, max_size=4).map("\n".join),
    st.lists(st.lists(sentences, max_size=4).map(lambda cells: f"| {' | '.join(cells)} |"), max_size=4).map(
        lambda rows: "\n".join([*rows[:1], "|---|:-:|", *rows[1:]])
    ),
    st.integers(1, 60).map(lambda depth: "\n".join(f"{'  ' * level}- never {level}" for level in range(depth))),
    st.integers(1, 300).map(lambda depth: "> " * depth + "never use `any`"),
    st.sampled_from(
        ["```", "~~~python", "<!--", "<rules>", "---", "===", "---\nglobs: [\n---", "$$", "<details>", "", ""]
    ),
)
documents = st.tuples(
    st.sampled_from(["", "", "", "\ufeff", "\n\n", "---\npaths: a\n---\n", "\0"]),
    st.lists(_blocks, max_size=10),
    st.sampled_from(["\n", "\n", "\n\n", "\r\n", "\r", "\n\r"]),
).map(lambda parts: parts[0] + parts[2].join(block.replace("\n", parts[2]) for block in parts[1]))
