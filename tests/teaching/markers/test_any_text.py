"""The reader of markers and bodies on text that nobody wrote: it never raises, and all it names lies in the file."""

from hypothesis import given
from hypothesis import strategies as st

from teaching.markers.bodies import bodies_of, body_of, body_of_symbol
from teaching.markers.reading import read

PIECES = st.sampled_from(
    [
        *(
            "# TODO(human)[a]: x\n",
            "// TODO(human): y\n",
            "/* TODO(human): z */",
            "# END TODO(human)\n",
            "// END TODO(human)",
        ),
        *("{/* TODO(human): j */}", "def f(a):\n", "class A:\n", "class A {", "    ", "\t", "\n", "\r\n", "return 1\n"),
        *("const f = (x) => ", "() => {", "}", "<p>", "</p>", "(", ")", '"', "'", "`", "${", "'''", '"""', "@d\n"),
        *(
            "export default ",
            "function ",
            "async ",
            "m() {",
            "raise NotImplementedError\n",
            "throw x;",
            "😀",
            "\0",
            "\f",
        ),
        *("pass\n", "...\n", "-- TODO(human): s\n", "<!-- TODO(human): h -->\n", "Hint: x\n", "# Hint: x\n", "\ud800"),
    ]
)
NAMES = st.sampled_from(
    ["a.py", "a.ts", "a.tsx", "a.js", "a.go", "a.rs", "a.rb", "a.sql", "a.html", "a.md", "Makefile", "a"]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=60).map("".join), NAMES)
def test_whatever_a_file_holds_bodies_lie_inside_it(text: str, name: str) -> None:
    count = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    found = bodies_of(text, name)
    assert [marker for marker, _ in found] == read(text, name)
    for marker, body in found:
        assert 1 <= marker.line <= marker.end_line <= count
        assert marker.region_end is None or marker.line <= marker.region_end <= count
        assert 1 <= body.start <= body.end <= count
        assert body.number >= 1
        assert bool(body.symbol) <= (body.kind == "function")
        assert body_of(text, marker) is not None


@given(st.binary(max_size=300), NAMES)
def test_whatever_bytes_a_file_holds_the_reader_survives_them(content: bytes, name: str) -> None:
    for marker, body in bodies_of(b"# TODO(human): x\n" + content, name):
        assert marker.line <= body.end


@given(st.lists(PIECES, max_size=40).map("".join))
def test_a_body_does_not_depend_on_what_stands_above_it(text: str) -> None:
    before = "def f(xs):\n    # TODO(human)[only]: x\n    return sorted(xs)[0]\n"
    kept = body_of_symbol(before, "a.py", "f")
    assert kept is not None
    found = body_of_symbol(f"{before}\n\n\nx = 1\n# {text.splitlines()[0] if text.splitlines() else ''}\n", "a.py", "f")
    assert found is not None
    assert found.digest == kept.digest
