"""Roadmaps in the manner of many people: id -> (text, how many tasks are seen in it)."""

SAMPLES: dict[str, tuple[str, int]] = {
    "the house form": (
        "# Roadmap\n\n## Phase 1: Data layer\n\n- [ ] Parse the feeds <!-- id: parse-feeds -->\n"
        "  - Acceptance: a broken feed is reported\n  - files: src/feeds.py, tests/test_feeds.py\n"
        "  - depends: setup\n  - verify: pytest tests/test_feeds.py\n- [ ] Set up <!-- id: setup -->\n",
        2,
    ),
    "a sprint in the commissioned form": (
        "## Sprint 4: Accounts\n- [x] Sign-up form ✅ 2025-11-18\n- [x] E-mail confirmation ✅ 2025-11-19\n"
        "- [ ] Password reset (In Progress)\n- [ ] Two-factor login (Pending)\n",
        4,
    ),
    "setext headings": ("Roadmap\n=======\n\nNow\n---\n- [ ] Draw the map\n\nLater\n-----\n- [ ] Sail\n", 2),
    "stars and pluses": ("# Plan\n* [ ] one\n* [x] two\n\n+ [ ] three\n+ [X] four\n", 4),
    "numbers": ("# Plan\n1. [ ] one\n2. [x] two\n   1. [ ] two and a bit\n10) [ ] ten\n", 4),
    "windows line ends": ("# Plan\r\n\r\n- [ ] one\r\n  - [ ] inner (Pending)\r\n- [x] two ✅ 2025-01-02\r\n", 3),
    "old mac line ends": ("# Plan\r\r- [ ] one\r- [ ] two (In Progress)\r", 2),
    "mixed line ends": ("# Plan\r\n- [ ] one\n- [ ] two\r- [ ] three\r\n", 3),
    "no final newline": ("# Plan\n- [ ] the last word", 1),
    "byte-order mark": ("\ufeff- [ ] first line of the file\n- [ ] second\n", 2),
    "byte-order mark and heading": ("\ufeff# Plan\n- [ ] one\n", 1),
    "tabs": ("# Plan\n- [ ]\tone\n\t- [ ] inner\n\t\t- [ ] innermost\n-\t[ ] two\n", 4),
    "trailing spaces": ("# Plan  \n- [ ] one  \n- [ ] two\t \n- [ ] \n- [ ]\n", 4),
    "no headings": ("- [ ] one\n- [ ] two\n", 2),
    "nothing": ("", 0),
    "blank lines only": ("\n\n\n", 0),
    "prose only": ("We build a boat. It floats - [ ] mostly.\n", 0),
    "emoji headings": (
        "# 🗺️ Map\n## 🚀 Phase 1\n- [ ] 🔧 Fix the rudder\n## ✅ Done\n- [x] ⚓ Anchor ✅ 2024-02-29\n",
        2,
    ),
    "deep nesting": ("- [ ] a\n  - [ ] b\n    - [ ] c\n      - [ ] d\n        - [x] e\n- [ ] f\n", 6),
    "four-space nesting": ("- [ ] a\n    - [ ] b\n        - [ ] c\n    - [ ] d\n", 4),
    "loose lists": ("- [ ] a\n\n  about a\n\n  - [ ] b\n\n- [ ] c\n\n  ```sh\n  - [ ] no task\n  ```\n\n- [ ] d\n", 4),
    "a fence": ("# P\n```markdown\n- [ ] example\n```\n- [ ] real\n\n~~~\n- [ ] another example\n~~~\n", 1),
    "a fence in a fence": ("````\n```\n- [ ] no\n```\n- [ ] no\n````\n- [ ] yes\n", 1),
    "a fence that nothing closes": ("- [ ] yes\n\n```\n- [ ] no\n- [ ] no\n", 1),
    "indented code": ("Example:\n\n    - [ ] no\n    - [ ] no\n\n- [ ] yes\n\n      - [ ] code within the item\n", 1),
    "a comment": ("- [ ] yes\n<!--\n- [ ] no\n\n- [ ] no\n-->\n- [ ] yes too <!-- kept\nout --> \n", 2),
    "comments on the line": (
        "- [ ] a <!-- why --> b <!-- id: ab --> <!-- later -->\n- [ ]<!-- x -->\n- [ ] `<!--` mark\n",
        2,
    ),
    "quotes": ("> - [ ] no\n> - [ ] no\n\n- [ ] yes\n  > - [ ] no\n", 1),
    "a table": ("| task | state |\n|---|---|\n| - [ ] no | (Pending) |\n\n- [ ] yes\n", 1),
    "front matter": ("---\ntitle: Plan\ntasks:\n- [ ] no\n---\n- [ ] yes\n", 1),
    "states in every dress": (
        "- [ ] a **(In Progress)**\n- [ ] b *(pending)*\n- [ ] c _(IN PROGRESS)_ since Monday\n- [ ] (Pending) d\n"
        "- [ ] **e (In Progress)**\n- [ ] f (**Pending**) <!-- id: f -->\n- [ ] g `(Pending)` is a word here\n",
        7,
    ),
    "dates in every dress": (
        "- [x] a ✅ 2025-11-20 (attested)\n- [x] b ✅2025-11-20 and more\n- [x] ✅ 2025-11-20 c\n"
        "- [ ] d ✅ 2024-01-01\n"
        "- [ ] e ✅ 2024-01-01 <!-- id: e -->\n- [x] f\n- [ ] g `✅ 2024-01-01`\n- [ ] h ✅ soon\n",
        8,
    ),
    "somebody else's was": ("- [ ] a <!-- was: b -->\n- [ ] c (Pending) <!-- was: d -->\n- [ ] e <!--was:f-->\n", 3),
    "wrapped titles": (
        "- [ ] A title that an editor wrapped because it grew longer than eighty\n"
        "  columns (In Progress) <!-- id: w -->\n"
        "- [ ] Short\n  a note, no title\n- [ ] A title that is long enough to have been wrapped by an editor, too\n"
        "  files: a.py\n",
        3,
    ),
    "acceptance items": (
        "- [ ] a\n  - Acceptance criteria:\n    - [ ] no task\n    - [x] no task\n  - [ ] a task again\n"
        "- [ ] b\n\n  **Acceptance:**\n\n  - [ ] no task\n",
        3,
    ),
    "acceptance headings": ("## A\n- [ ] yes\n### Acceptance criteria\n- [ ] no\n- [ ] no\n## B\n- [ ] yes\n", 2),
    "acceptance paragraphs": ("## A\n- [ ] yes\n\n**Acceptance Criteria:**\n- [ ] no\n\nNext:\n- [ ] yes\n", 2),
    "bold phases": ("**Phase 1: Data**\n- [ ] a\n\n**Phase 2: Screens**\n- [ ] b\n", 2),
    "rules between": ("- [ ] a\n\n---\n\n- [ ] b\n* * *\n- [ ] c\n", 3),
    "boxes that are none": ("- [] a\n- [y] b\n- [ ]c\n-[ ] d\n[ ] e\n- [  ] f\n- \\[ ] g\n", 0),
    "links and strikes": ("- [ ] [docs](https://example.org/a_(b)) ~~old~~ new\n- [x] ~~dropped~~\n- [link](x)\n", 2),
    "other alphabets": ("## Этап 1\n- [ ] Разобрать ленты (In Progress)\n## 阶段二\n- [ ] 缓存\n- [ ] ذاكرة\n", 3),
    "details": ("<details>\n<summary>More</summary>\n\n- [ ] a\n\n</details>\n\n<pre>\n- [ ] no\n</pre>\n- [ ] b\n", 2),
    "strange blanks": ("- [ ] a\u00a0b\u2028c\n- [ ] d\x0ce\x85f\n", 2),
    "backticks without a pair": ("- [ ] `a\n- [ ] b` ``c`\n- [ ] ````\n", 3),
    "the same twice": ("# A\n- [ ] a <!-- id: x -->\n- [ ] a <!-- id: x -->\n", 2),
    "a list in a list of text": ("- Week 1\n  - [ ] a\n  - [ ] b\n- Week 2\n  - [ ] c\n", 3),
    "html in titles": ("- [ ] <kbd>Ctrl</kbd> works\n- [ ] a < b <!-- id: less -->\n", 2),
    "hard breaks": ("- [ ] a\\\n- [ ] b  \n  more\n", 2),
}

# What is no text at all, or not in the encoding that we read.
BYTES: dict[str, tuple[bytes, int]] = {
    "latin-1": ("# Pläne\n- [ ] Größe prüfen\n- [ ] fertig (Pending)\n".encode("latin-1"), 2),
    "a zero": (b"- [ ] a\0b\n- [ ] c\n", 2),
    "utf-16": ("- [ ] a\n".encode("utf-16"), 0),
    "half a character": (b"- [ ] a \xe2\x9c\n- [ ] b\n", 2),
}


def all_samples() -> dict[str, tuple[bytes, int]]:
    """Every one, as bytes."""
    return {name: (text.encode(), count) for name, (text, count) in SAMPLES.items()} | BYTES
