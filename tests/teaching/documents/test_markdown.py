"""Markdown as blocks: exact lines, whatever the file looks like."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teaching.documents.constitution import read_text
from teaching.documents.markdown import Block, normalise, parse
from teaching.documents.sentences import plain, split_sentences

SAMPLE = """\
# Project: Ledger 🚀

## Training Protocol
- **Output Style:** Learning (use TODO(human) markers)
- [ ] **Verification:** Must run tests, e.g. `pytest -q`. Always.

Never:
- use `any`
  1. not even in tests
<!-- check: no-any -->
- commit secrets <!-- check: secrets; none reason="a; b" -->

| Rule | Why |
|------|-----|
| `a \\| b` must be sorted | order. Never skip it |

> Quotes count. 必须使用类型。不要使用 any！

```bash
# not a heading
npm test
```
~~~
- not a rule
~~~
<!-- hidden
- not a rule either
-->
<rules>
- inside a tag
</rules>
Setext
======
Last line"""


def _blocks(text: str, kind: str) -> list[Block]:
    return [block for block in parse(text).blocks if block.kind == kind]


def _said(text: str) -> list[tuple[int, str]]:
    return [(statement.line, statement.plain) for statement in read_text(text).statements]


def test_every_kind_of_block_has_its_own_lines() -> None:
    found = [(block.kind, block.first, block.last) for block in parse(SAMPLE).blocks]
    assert found == [
        ("heading", 1, 1),
        ("heading", 3, 3),
        ("item", 4, 4),
        ("item", 5, 5),
        ("paragraph", 7, 7),
        ("item", 8, 8),
        ("item", 9, 9),
        ("comment", 10, 10),
        ("item", 11, 11),
        ("row", 15, 15),
        ("paragraph", 17, 17),
        ("fence", 19, 22),
        ("fence", 23, 25),
        ("comment", 26, 28),
        ("item", 30, 30),
        ("heading", 32, 33),
        ("paragraph", 34, 34),
    ]


def test_an_item_knows_its_depth_its_parents_and_what_leads_it_in() -> None:
    nested = next(block for block in _blocks(SAMPLE, "item") if block.first == 9)
    assert (nested.depth, nested.ordered, nested.ancestors) == (2, True, ("use `any`",))
    assert nested.lead == "Never: use `any`"
    assert nested.headings == ("Project: Ledger 🚀", "Training Protocol")
    behind_a_comment = next(block for block in _blocks(SAMPLE, "item") if block.first == 11)
    assert behind_a_comment.lead == "Never:"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_a_byte_order_mark_and_any_line_end_leave_the_lines_right(end: str) -> None:
    assert _said("\ufeff" + SAMPLE.replace("\n", end)) == _said(SAMPLE)


def test_nul_characters_are_replaced_and_nothing_else_is_lost() -> None:
    assert _said("- a\0b\n- c") == [(1, "a\ufffdb"), (2, "c")]


def test_a_file_without_headings_or_final_newline_is_read() -> None:
    assert _said("Use pnpm\n\n* no npm") == [(1, "Use pnpm"), (3, "no npm")]


def test_exotic_blanks_do_not_move_lines() -> None:
    assert _said("\u3000\n\x0c\n\u2028- a\n> \x0b\n> b") == [(3, "a"), (5, "b")]


def test_shell_comments_in_fences_are_no_headings() -> None:
    blocks = parse("# Real\n```\n# not\n```\n- a\n  ```sh\n  # nor this\n  ```\n- b\n").blocks
    assert [block.headings for block in blocks if block.kind == "item"] == [("Real",), ("Real",)]
    assert [block.text for block in blocks if block.kind == "fence"] == ["# not\n", "# nor this\n"]


def test_a_misindented_fence_is_still_a_fence_and_an_item_still_an_item() -> None:
    text = "1. Do:\n\n        ```bash\n        npm test\n        ```\n\n- a\n\n        - b\n"
    assert [(block.kind, block.first) for block in parse(text).blocks] == [
        ("item", 1),
        ("fence", 3),
        ("item", 7),
        ("item", 9),
    ]
    assert _said("- a\n        - b\n") == [(1, "a"), (2, "b")]


def test_an_unclosed_fence_hides_the_rest_and_says_so() -> None:
    constitution = read_text("- a\n\n```bash\nnpm test\n\n- b\n")
    assert [statement.text for statement in constitution.statements] == ["a"]
    assert constitution.notes == ("CLAUDE.md:3: a code fence is opened and never closed: what follows is read as code",)


def test_an_unclosed_comment_hides_the_rest_and_says_so() -> None:
    constitution = read_text("- a\n<!-- note\n\n- b\n")
    assert [statement.text for statement in constitution.statements] == ["a"]
    assert constitution.notes == ("CLAUDE.md:2: a comment is opened and never closed: nothing below it is read",)


def test_text_behind_a_comment_on_its_last_line_is_read() -> None:
    assert _said("<!-- a\n\n- hidden --> Never push.\n- b") == [(3, "Never push."), (4, "b")]


def test_a_comment_is_no_comment_in_code() -> None:
    assert _said("- Write `<!--` first\n- Never push. `-->` closes") == [
        (1, "Write `<!--` first"),
        (2, "Never push."),
        (2, "`-->` closes"),
    ]


def test_tags_around_markdown_do_not_hide_it() -> None:
    text = '<rules priority="1">\n- a\n- b\n</rules>\nText\n\n<rule>Never `x`</rule>\n<T>\n'
    assert _said(text) == [(2, "a"), (3, "b"), (5, "Text"), (7, "Never `x`")]


def test_code_between_tags_is_code() -> None:
    text = '- a\n<code-snippet name="x" lang="php">\n\n- $b->c();\n\n</code-snippet>\n- d\n<pre>\n- e\n'
    assert _said(text) == [(1, "a"), (7, "d"), (9, "e")]


def test_front_matter_is_not_text_and_a_rule_at_the_top_is_not_front_matter() -> None:
    read = parse("---\npaths: [a]\n---\n- b\n")
    assert read.front_matter == "paths: [a]\n"
    assert [(block.first, block.text) for block in read.blocks] == [(4, "b")]
    assert [(block.first, block.text) for block in parse("---\n\n- b\n").blocks] == [(3, "b")]


def test_a_sentence_underlined_by_a_rule_is_a_sentence() -> None:
    assert _said("Never push.\n---\n- a") == [(1, "Never push."), (3, "a")]
    assert _blocks("Rules\n---\n- a", "heading")[0].text == "Rules"


def test_task_boxes_emoji_and_other_numbers_are_items() -> None:
    text = "- [x] done thing\n- ✅ Use X\n- ❌ Use Y\n1) first\n2) second"
    assert _said(text) == [(1, "done thing"), (2, "✅ Use X"), (3, "❌ Use Y"), (4, "first"), (5, "second")]


def test_lines_with_emoji_or_bold_labels_in_one_paragraph_are_statements_of_their_own() -> None:
    assert _said("✅ Use X\n❌ Use Y\n**Style:** short\n**Tests**: many\nand fast") == [
        (1, "✅ Use X"),
        (2, "❌ Use Y"),
        (3, "Style: short"),
        (4, "Tests: many and fast"),
    ]


def test_cells_of_a_row_are_joined_and_keep_their_pipes() -> None:
    row = _blocks(SAMPLE, "row")[0]
    assert row.header == ("Rule", "Why")
    assert row.text == "`a \\| b` must be sorted | order. Never skip it"
    assert (15, "`a | b` must be sorted | order.") in _said(SAMPLE)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Use X. Never Y.", ["Use X.", "Never Y."]),
        ("Use e.g. Black, i.e. `a. B` etc. and v1.2 of foo.py. Stop", None),
        ("See No. 5 first. No. Never.", ["See No. 5 first.", "No.", "Never."]),
        ("**Error Handling:** wrap all. **Never** throw!", ["**Error Handling:** wrap all.", "**Never** throw!"]),
        ("Run `a. B. c` now", ["Run `a. B. c` now"]),
        ("하지 마세요. 테스트를 쓰세요.", ["하지 마세요.", "테스트를 쓰세요."]),
        ("不要使用。必须（测试。）好", ["不要使用。", "必须（测试。）", "好"]),
        ("¿Listo? ¡Nunca! Usa X.", ["¿Listo?", "¡Nunca!", "Usa X."]),
        ("First  \nsecond", ["First", "second"]),
        ("Siehe p. 7 hier", ["Siehe p. 7 hier"]),
        ("Node 1.2. Then 3", ["Node 1.2.", "Then 3"]),
    ],
)
def test_sentences_are_cut_where_they_end(text: str, sentences: list[str] | None) -> None:
    found = [text[span.start : span.end] for span in split_sentences(text)]
    assert found == (sentences or ["Use e.g. Black, i.e. `a. B` etc. and v1.2 of foo.py.", "Stop"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**Never** use _any_ `x_y*`", "Never use any `x_y*`"),
        ("[the `guide`](a(b).md#c) and [ref][1]", "the `guide` and ref"),
        ("match src/**/*.ts and *.js, snake_case, __init__.py", "match src/**/*.ts and *.js, snake_case, __init__.py"),
        ("a<br>b <kbd>c</kbd> Array<string> <id>", "a b c Array<string> <id>"),
        ("~~old~~ \\*new\\* &amp; 2 * 3", "old *new* & 2 * 3"),
        ("**cut here", "cut here"),
        ("![alt](x.png) <https://a.b>", "alt https://a.b"),
    ],
)
def test_plain_words_lose_their_marks_only(text: str, words: str) -> None:
    assert plain(text) == words


@pytest.mark.parametrize(
    "text",
    [
        ">" * 20_000 + "x",
        (">" * 3_000 + "x\n") * 30,
        "- " * 5_000 + "x",
        "".join("  " * depth + "- x\n" for depth in range(400)),
        "[" * 50_000,
        "[a](b" * 10_000,
        "*a " * 20_000,
        "**a" * 20_000,
        "<!--" * 20_000,
        "`" * 3 + "a`" * 20_000,
        " ".join("`" * length for length in range(1, 400)),
        "<a " * 20_000,
        "a. B" * 30_000,
        "word " * 20_000,
        "|" * 20_000 + "\n" + "|-" * 10_000,
        "{" * 20_000 + "- test: " + "a=" * 10_000,
        "Do not run " + "the tests, " * 8_000,
    ],
    ids=lambda text: text[:12].strip(),
)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    start = time.process_time()
    read_text(text)
    assert time.process_time() - start < 3


def test_what_is_nested_too_deep_is_said() -> None:
    notes = read_text("".join("  " * depth + "- x\n" for depth in range(100))).notes
    assert len(notes) == 1 and "nested too deep" in notes[0]


def test_a_large_file_is_read_fast_and_whole() -> None:
    text = "# Rules\n" + "".join(f"- Rule **{n}** says `x{n}`. Never forget it.\n" for n in range(4_500))
    assert len(text) > 200_000
    start = time.process_time()
    constitution = read_text(text)
    assert time.process_time() - start < 4
    assert [statement.line for statement in constitution.statements] == [n // 2 + 2 for n in range(9_000)]


def test_statements_above_the_limit_are_said_to_be_left_out() -> None:
    constitution = read_text("- Aa. Bb.\n" * 6_000)
    assert len(constitution.statements) == 10_000
    assert "CLAUDE.md:5001: only the first 10000 statements" in constitution.notes[0]


def _check(text: str) -> None:
    constitution = read_text(text)
    lines = normalise(text).split("\n")
    for statement in constitution.statements:
        assert 1 <= statement.line <= statement.end_line <= len(lines)
        assert statement.text.split()[0] in lines[statement.line - 1]
    for command in constitution.commands:
        assert 1 <= command.line <= len(lines)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300) | st.text("-*_`#>|<!~:.[]() \n\t\rax1", max_size=300))
def test_any_text_is_read_and_every_statement_stands_where_it_says(text: str) -> None:
    _check(text)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_mutation_of_a_constitution_is_read_in_the_same_way(data: st.DataObject) -> None:
    text = SAMPLE
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        new = data.draw(
            st.sampled_from(["", "\n", "> ", "```", "<!--", "-->", "`", "  ", "|", "**", "\r\n", "- ", ". A"])
        )
        text = text[:start] + new + text[end:]
    _check(text)
