"""A review as SARIF 2.1.0, for code scanning and editors.

Not covered: commit findings have no file, so their location is left out.
"""

from typing import Any
from urllib.parse import quote

from mcp_server.identity import product_version
from teaching.contracts.review import Finding, Review
from teaching.review.findings import COMMIT

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {"must": "error", "should": "warning", "consider": "note"}


def document(review: Review) -> dict[str, Any]:
    """The SARIF log: one run, one reporting rule per check that found something."""
    checks = {finding.check: finding for finding in review.findings}
    order = {name: position for position, name in enumerate(sorted(checks))}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "teach",
                        "version": product_version(),
                        "rules": [_rule(checks[name]) for name in sorted(checks)],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"ROOT": {"description": {"text": "The root of the reviewed project."}}},
                "results": [_result(finding, order[finding.check]) for finding in review.findings],
            }
        ],
    }


def _rule(finding: Finding) -> dict[str, Any]:
    tags = [finding.tier] + [f"external/cwe/cwe-{number:03d}" for number in finding.cwe]
    return {
        "id": finding.check,
        "shortDescription": {"text": finding.check.replace("-", " ")},
        "fullDescription": {"text": finding.why},
        "help": {"text": f"{finding.question}\n\n{finding.hint}"},
        "properties": {"tags": tags},
    }


def _result(finding: Finding, rule_index: int) -> dict[str, Any]:
    text = f"{finding.fact} Rule ({finding.rule.source}): “{finding.rule.quote}”"
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": rule_index,
        "level": _LEVEL[finding.severity],
        "message": {"text": text},
        "partialFingerprints": {"teachFinding/v1": finding.id},
        "properties": {"tier": finding.tier, "rule": finding.rule.id, "inDiff": finding.in_diff},
    }
    if not finding.path.startswith(COMMIT):
        result["locations"] = [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(finding.path), "uriBaseId": "ROOT"},
                    "region": {
                        "startLine": finding.line,
                        "endLine": finding.end_line,
                        "snippet": {"text": finding.excerpt},
                    },
                }
            }
        ]
    return result
