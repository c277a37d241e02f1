"""Whatever a repository holds and a model says: nothing breaks, places are real, and what is kept stands there."""

import re
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teaching.contracts.review import Opinion
from teaching.mentor.reviewing import with_offered
from teaching.review.opinions.facts import objection_to
from teaching.review.opinions.quoting import nearest, trivial
from teaching.review.review import Request, review

CODE = st.text(alphabet="abcde_ ()=\"'`#\n\t.:{}[]<>/\\é漢\u2028\r0é", max_size=400)
RULES = st.text(alphabet="abcde `*_[]()<>!.\n-é漢:/\\", max_size=200)
WORDS = st.text(max_size=60)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CODE, CODE, RULES)
def test_every_place_that_is_handed_over_lies_in_its_file(python: str, web: str, rules: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        constitution = f"- Loops must end `abc` {rules}\n- Names must say what they mean\n- {rules}\n"
        (root / "CLAUDE.md").write_text(constitution, encoding="utf-8", newline="")
        (root / "a.py").write_text(f"for abc in d:\n{python}", encoding="utf-8", newline="")
        (root / "b.tsx").write_text(f"const abc = 1;\n{web}", encoding="utf-8", newline="")
        found = review(Request(root, scope="all", baseline=False)).handed_over
        for one in found:
            assert one.places
            for place in one.places:
                lines = (root / place.path).read_text(encoding="utf-8").count("\n") + 1
                assert 1 <= place.line <= place.end_line <= lines
                assert len(place.excerpt) <= 400


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORDS, WORDS, st.integers(), WORDS, WORDS)
def test_no_opinion_breaks_a_review_and_each_is_accounted_for(
    rule: str, path: str, line: int, quote: str, fact: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "CLAUDE.md").write_text("- Names must say what they mean\n", encoding="utf-8")
        (root / "a.py").write_text("data = reply.json()\n", encoding="utf-8")
        mine = {"rule": "CLAUDE.md:1", "path": "a.py", "line": 1, "quote": "data = reply.json()", "fact": "It is data."}
        changes: list[dict[str, object]] = [
            {"rule": rule}, {"path": path}, {"line": line}, {"quote": quote}, {"fact": fact}
        ]  # fmt: skip
        offered = [Opinion.model_validate({**mine, **changed}) for changed in changes]
        result = with_offered(Request(root, scope="all", baseline=False), offered)
        assert result.opinions is not None
        assert result.opinions.kept + len(result.opinions.dropped) == len(offered)
        assert all(one.line == 1 and one.path == "a.py" for one in result.findings if one.tier == "opinion")


@given(CODE, st.integers(min_value=-3, max_value=30))
def test_a_quote_is_found_only_where_its_words_stand(code: str, line: int) -> None:
    for quote in (code[3:40], "return nothing at all", code[:1]):
        spot, elsewhere = nearest(quote, line, code)
        if spot is None:
            assert elsewhere >= 0
            continue
        stands = "\n".join(code.split("\n")[spot.first - 1 : spot.last])
        wanted = quote.strip()
        if not trivial(quote) and "`" not in wanted:
            assert re.sub(r"\s+", " ", wanted) in re.sub(r"\s+", " ", stands)
        assert spot.first - 3 <= line <= spot.last + 3


@given(WORDS, CODE)
def test_any_fact_is_judged_in_words(fact: str, given_code: str) -> None:
    assert isinstance(objection_to(" ".join(fact.split()), given_code), str)
