"""A review as SARIF 2.1.0, for code scanning and editors.

A finding in a commit's message stands in no file: its place is the line of the rule, because code scanning refuses a
result without one. Not covered: columns, which no finding has, and fixes, which a review never gives.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from mcp_server.identity import product_version
from mcp_server.output.provenance import Provenance
from teaching.contracts.review import Finding, Measured, PathNote, Review, RuleRef
from teaching.guard import visible
from teaching.review.explanations import explanation
from teaching.review.findings import COMMIT
from teaching.review.render import coverage_line, plural

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 5000  # code scanning shows no more, and refuses a run with five times as many
_ROOT = "%SRCROOT%"
_LEVEL = {"must": "error", "should": "warning", "consider": "note"}
_GRAVITY = ("note", "warning", "error")
# How grave code scanning calls a weakness: high, medium, low.
_SECURITY = {"error": "8.0", "warning": "5.5", "note": "3.0"}
_MOST_DESCRIPTION = 1024
_MOST_TAGS = 10
_MUCH, _FAIRLY, _HARDLY = 0.98, 0.85, 0.6
_NOTICES = {
    "skipped": "A file or folder that was not looked into.",
    "partial": "A file of which an analyzer understood only a part.",
    "note": "What the reader has to know about this run.",
    "cut": "Findings that are left out.",
}
_RULE_LINK = 1
_LIKE_A_LINK = re.compile(r"\](?=\()")


def document(review: Review, origin: Provenance | None = None) -> dict[str, Any]:
    """The SARIF log: one run, one reporting rule per check that found something.

    Args:
        review: what was found, most important first.
        origin: the commit that was reviewed, where git knows one.
    """
    placed = [(finding, place) for finding in review.findings if (place := _place(finding, review)) is not None]
    shown = placed[:MOST_RESULTS]
    checks: dict[str, list[Finding]] = {}
    for finding, _ in shown:
        checks.setdefault(finding.check, []).append(finding)
    order = {name: position for position, name in enumerate(sorted(checks))}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "teach",
                "version": product_version(),
                "rules": [_rule(name, checks[name]) for name in sorted(checks)],
                "notifications": [{"id": name, "shortDescription": {"text": text}} for name, text in _NOTICES.items()],
            }
        },
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": _notices(review, len(placed) - len(shown), len(placed)),
            }
        ],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the reviewed project."}}},
        "results": [_result(finding, place, order[finding.check]) for finding, place in shown],
        "properties": {"scope": review.scope, "constitution": review.constitution.files},
    }
    if origin is not None and origin.repository:
        run["versionControlProvenance"] = [_version(origin)]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(check: str, findings: Sequence[Finding]) -> dict[str, Any]:
    first = findings[0]
    level = max((_level(finding) for finding in findings), key=_GRAVITY.index)
    weaknesses = sorted({number for finding in findings for number in finding.cwe})
    tags = [first.tier, *(["security"] if weaknesses else [])]
    tags += [f"external/cwe/cwe-{number:03d}" for number in weaknesses]
    properties: dict[str, Any] = {
        "tags": tags[:_MOST_TAGS],
        "precision": _precision(first),
        # Code scanning's own words for the same three weights.
        "problem.severity": "recommendation" if level == "note" else level,
    }
    if weaknesses:
        properties["security-severity"] = _SECURITY[level]
    if first.measured is not None:
        properties["measured"] = _measured(first.measured)
    rule: dict[str, Any] = {
        "id": check,
        "shortDescription": {"text": check.replace("-", " ")},
        "fullDescription": {"text": _cut(first.why, _MOST_DESCRIPTION)},
        "defaultConfiguration": {"level": level},
        "help": {"text": explanation(check) or f"{first.why}\n\n{first.question}"},
        "properties": properties,
    }
    if weaknesses:
        # The one page that exists about it wherever this package is installed.
        rule["helpUri"] = f"https://cwe.mitre.org/data/definitions/{weaknesses[0]}.html"
    return rule


def _result(finding: Finding, place: dict[str, Any], rule_index: int) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": place}
    if finding.symbol:
        name = finding.symbol.rpartition(".")[2] or finding.symbol
        location["logicalLocations"] = [{"name": name, "fullyQualifiedName": finding.symbol}]
    properties: dict[str, Any] = {
        "tier": finding.tier,
        "rule": finding.rule.id,
        "source": finding.rule.source,
        "inDiff": finding.in_diff,
        "question": finding.question,
    }
    if finding.measured is not None:
        properties["measured"] = _measured(finding.measured)
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": rule_index,
        "level": _level(finding),
        "message": {"text": _message(finding)},
        "locations": [location],
        "partialFingerprints": {"teachFinding/v1": finding.id},
        "properties": properties,
    }
    if (rule := _rule_place(finding.rule)) is not None:
        result["relatedLocations"] = [
            {"id": _RULE_LINK, "physicalLocation": rule, "message": {"text": visible(finding.rule.quote)}}
        ]
    return result


def _level(finding: Finding) -> str:
    return "note" if finding.tier == "opinion" else _LEVEL[finding.severity]


def _message(finding: Finding) -> str:
    """What stands there and which rule it breaks; the rule's place is a link to the related location."""
    source = _plain(finding.rule.source)
    if _rule_place(finding.rule) is not None:
        escaped = re.sub(r"([\[\]\\])", r"\\\1", source)
        source = f"[{escaped}]({_RULE_LINK})"
    before = "A model's opinion, which no tool confirms: " if finding.tier == "opinion" else ""
    if finding.path.startswith(COMMIT):
        before += f"In {_plain(finding.path.replace(':', ' ', 1))} (“{_plain(finding.excerpt)}”): "
    return f"{before}{_plain(finding.fact)} Rule ({source}): “{_plain(finding.rule.quote)}”"


def _plain(text: str) -> str:
    # A quote that looks like a link of SARIF is not one.
    return _LIKE_A_LINK.sub("] ", " ".join(visible(text).split()))


def _place(finding: Finding, review: Review) -> dict[str, Any] | None:
    """Where the result stands; None where nothing in the tree can be pointed at."""
    if finding.path.startswith(COMMIT):
        files = (_artifact_line(path, 1) for path in review.constitution.files)
        return _rule_place(finding.rule) or next((place for place in files if place is not None), None)
    region: dict[str, Any] = {"startLine": max(1, finding.line), "endLine": max(1, finding.line, finding.end_line)}
    if region["startLine"] == region["endLine"]:
        region["snippet"] = {"text": finding.excerpt}
    artifact = _artifact(finding.path)
    return None if artifact is None else {"artifactLocation": artifact, "region": region}


def _rule_place(rule: RuleRef) -> dict[str, Any] | None:
    """The line of the constitution; None for a rule of the baseline."""
    path, _, line = rule.source.rpartition(":")
    return _artifact_line(path, int(line)) if path and path != "baseline" and line.isdecimal() else None


def _artifact_line(path: str, line: int) -> dict[str, Any] | None:
    artifact = _artifact(path)
    return None if artifact is None else {"artifactLocation": artifact, "region": {"startLine": max(1, line)}}


def _artifact(path: str) -> dict[str, str] | None:
    """A path as a relative reference; None for what lies outside the root."""
    if path.startswith(("/", "~")) or ".." in path.split("/"):
        return None
    return {"uri": quote(path), "uriBaseId": _ROOT}


def _notices(review: Review, cut: int, of: int) -> list[dict[str, Any]]:
    notices = [_notice("note", "note", _plain(note)) for note in review.notes]
    notices.append(_notice("note", "note", _plain(coverage_line(review))))
    if cut:
        text = f"{plural(cut, 'finding')} of {of:,} left out: code scanning shows {MOST_RESULTS:,}, the gravest first."
        notices.append(_notice("cut", "warning", text))
    if review.suppressed:
        text = f"{plural(review.suppressed, 'finding')} held back by --max-findings."
        notices.append(_notice("cut", "warning", text))
    notices += [
        _notice("cut", "warning", f"{_plain(finding.path)}: {_plain(finding.fact)}")
        for finding in review.findings
        if _place(finding, review) is None
    ]
    notices += _about_files("skipped", "note", review.coverage.skipped)
    return notices + _about_files("partial", "warning", review.coverage.partial)


def _about_files(kind: str, level: str, notes: Iterable[PathNote]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for note in notes:
        notice = _notice(kind, level, f"{_plain(note.path)}: {_plain(note.reason)}")
        if (artifact := _artifact(note.path)) is not None:
            notice["locations"] = [{"physicalLocation": {"artifactLocation": artifact}}]
        found.append(notice)
    return found


def _notice(kind: str, level: str, text: str) -> dict[str, Any]:
    return {"descriptor": {"id": kind}, "level": level, "message": {"text": text}}


def _precision(finding: Finding) -> str:
    """Code scanning's word for how sure a check is: what was measured, else what its tier says."""
    if finding.measured is None or not finding.measured.of:
        return {"proved": "high", "likely": "medium"}.get(finding.tier, "low")
    share = finding.measured.right / finding.measured.of
    return "very-high" if share >= _MUCH else "high" if share >= _FAIRLY else "medium" if share >= _HARDLY else "low"


def _measured(measured: Measured) -> dict[str, int]:
    return {"right": measured.right, "of": measured.of}


def _version(origin: Provenance) -> dict[str, Any]:
    details: dict[str, Any] = {"repositoryUri": origin.repository, "revisionId": origin.revision}
    if origin.branch:
        details["branch"] = origin.branch
    if origin.is_top:
        details["mappedTo"] = {"uriBaseId": _ROOT}
    return details


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
