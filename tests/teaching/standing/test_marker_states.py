"""Where a project stands says of each TODO(human) whether something was written there."""

from pathlib import Path

from teaching.standing.standing import standing
from teaching.standing.words import markdown


def test_markers_are_shown_as_open_or_attempted(tmp_path: Path) -> None:
    (tmp_path / "ROADMAP.md").write_text("- [ ] Sum <!-- id: sum -->\n- [ ] Other <!-- id: other -->\n", "utf-8")
    (tmp_path / "a.py").write_text(
        "def f():\n    # TODO(human)[sum]: add\n    raise NotImplementedError\n\n\n"
        "def g(x):\n    # TODO(human)[other]: take away\n    return -x\n",
        "utf-8",
    )
    found = standing(tmp_path)
    assert [(one.place, one.state) for one in found.markers] == [("a.py:2", "open"), ("a.py:7", "attempted")]
    text = markdown(found)
    assert "- `a.py:2` [sum] add\n" in text
    assert "- `a.py:7` [other] take away (attempted)\n" in text
