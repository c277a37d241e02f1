"""From facts to findings: whose rule it was, whether the change did it, what is shown, in which order."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from teaching.contracts.review import Finding, RuleRef, Severity, Tier
from teaching.repository.scope import ScopedFile
from teaching.review.engines.jobs import Found
from teaching.review.entry import Entry, Fact
from teaching.review.measured import measured
from teaching.review.source import SourceFile
from teaching.review.symbols import Named, symbol_in

COMMIT = ("commit:", "branch:")  # how the places begin that are no files
_EXCERPT_CHARACTERS = 160
_WEIGHT: Mapping[str, int] = {"must": 0, "should": 1, "consider": 2}
_CERTAINTY: Mapping[Tier, int] = {"proved": 0, "likely": 1, "opinion": 2}


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule, of the project or of the baseline, as findings cite it."""

    ref: RuleRef
    severity: Severity
    entry: Entry


def to_findings(
    found: Iterable[tuple[Cited, Found]],
    sources: Mapping[str, SourceFile],
    files: Mapping[str, ScopedFile],
    outlines: Mapping[str, Sequence[Named]],
    everything: bool,
) -> tuple[list[Finding], int]:
    """Turns facts into findings in the scope.

    Args:
        outlines: by path the functions and classes, of the files whose trees were open.
        everything: the scope is the whole tree, so older code counts too.

    Returns:
        The findings, most important first, and the number of those on lines that the change left alone.
    """
    findings: list[Finding] = []
    older = 0
    seen: set[tuple[str, str, int]] = set()
    ordinals: dict[str, int] = {}
    listed = list(found)
    # A line that holds a secret is shown masked by every finding on it, whichever check spoke.
    masked = {(one.path, one.fact.line): one.fact.shown for _, one in listed if one.fact.shown}
    for cited, one in listed:
        place = (cited.entry.name, one.path, one.fact.line)
        if place in seen:
            continue
        seen.add(place)
        in_diff = not everything and _in_diff(one, files.get(one.path))
        excerpt = masked.get((one.path, one.fact.line)) or _excerpt(sources.get(one.path), one.fact)
        symbol = symbol_in(outlines.get(one.path, ()), one.fact.line)
        # What stands around it and what stands there, not where: lines that move keep their findings.
        identity = "\0".join((cited.ref.id, cited.entry.name, one.path, symbol, " ".join(excerpt.split())))
        ordinal = ordinals[identity] = ordinals.get(identity, 0) + 1
        if not in_diff and not everything:
            older += 1
            continue
        digest = hashlib.sha256(f"{identity}\0{ordinal}".encode()).hexdigest()[:12]
        findings.append(_finding(digest, cited, one, excerpt, symbol, in_diff))
    return sorted(findings, key=_order), older


def _finding(digest: str, cited: Cited, one: Found, excerpt: str, symbol: str, in_diff: bool) -> Finding:
    words = cited.entry.words
    return Finding(
        id=digest,
        rule=cited.ref,
        check=cited.entry.name,
        tier=cited.entry.tier,
        severity=cited.severity,
        path=one.path,
        line=one.fact.line,
        end_line=max(one.fact.line, one.fact.end_line),
        excerpt=excerpt,
        fact=one.fact.text,
        why=words.why,
        question=words.question,
        hint=words.hint,
        cwe=list(cited.entry.cwe),
        in_diff=in_diff,
        symbol=symbol,
        measured=measured(cited.entry.name),
    )


def _in_diff(one: Found, file: ScopedFile | None) -> bool:
    if one.path.startswith(COMMIT):
        return True
    if file is None:
        return False
    if file.added is None or not one.fact.excess:
        return file.touches(one.fact.line, one.fact.end_line)
    # A thing that is too long by n lines was too long before, unless the change put n lines into it.
    inside = sum(
        max(0, min(lines.stop, one.fact.end_line + 1) - max(lines.start, one.fact.first)) for lines in file.added
    )
    return inside >= one.fact.excess


def _excerpt(source: SourceFile | None, fact: Fact) -> str:
    # A secret is masked by the check that finds it: where none could look, no line is shown.
    text = source.line_text(fact.line).strip() if source is not None and not source.beyond else ""
    return text if len(text) <= _EXCERPT_CHARACTERS else text[: _EXCERPT_CHARACTERS - 1] + "…"


def _order(finding: Finding) -> tuple[int, bool, int, str, int, str]:
    # What can be exploited comes before what only breaks a rule of the same weight.
    harmless = not finding.cwe
    return (
        _WEIGHT[finding.severity],
        harmless,
        _CERTAINTY[finding.tier],
        finding.path,
        finding.line,
        finding.check,
    )


def within_budget(findings: Sequence[Finding], limit: int) -> list[Finding]:
    """The findings to show: one per rule and file, a second of the same rule only after every other rule.

    Args:
        limit: how many at most; 0 shows all, in their order.
    """
    if limit == 0:
        return list(findings)
    groups: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        groups.setdefault((finding.rule.id, finding.check, finding.path), finding)
    repeats: dict[tuple[str, str], int] = {}
    ranked: list[tuple[int, int, int, Finding]] = []
    for position, finding in enumerate(groups.values()):
        rule = (finding.rule.id, finding.check)
        repeat = repeats[rule] = repeats.get(rule, -1) + 1
        ranked.append((_WEIGHT[finding.severity], repeat, position, finding))
    chosen = sorted(ranked, key=lambda item: item[:3])[:limit]
    return [item[3] for item in chosen]
