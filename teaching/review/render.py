"""A review in words: compact markdown for a model, a pull request or a reader without colours."""

from collections import Counter

from teaching.contracts.review import Finding, Mode, Review, Wording
from teaching.program import teach
from teaching.review.opinions import words

# Rules that nobody could check are named up to this many; `teach rules` lists all.
_UNCHECKED_SHOWN = 3
_SKIPPED_SHOWN = 3
_UNTESTED_SHOWN = 2


def headline(review: Review) -> str:
    """The result in one line."""
    found = words.of_tools(review)
    total = len(found) + review.suppressed
    if not total:
        return "No findings."
    if not found:
        return plural(total, "finding") + ", all held back by the budget."
    weights = Counter(finding.severity for finding in found)
    parts = [f"{weights[name]} {name}" for name in ("must", "should", "consider") if weights[name]]
    held = f"; {review.suppressed} more held back" if review.suppressed else ""
    return f"{plural(len(found), 'finding')} ({', '.join(parts)}{held})."


def markdown(review: Review, to_model: bool = False) -> str:
    """The whole review as markdown.

    Args:
        to_model: it is read by a model, which is asked to judge what no tool decides; a reader gets questions.
    """
    lines = [f"## Review: {one_line(review.scope)}", "", headline(review), ""]
    for number, finding in enumerate(words.of_tools(review), start=1):
        lines += _finding(number, finding, review.constitution.mode)
    lines += words.opinions(review)
    lines += [f"- {one_line(line)}" for line in closing(review, to_model)]
    text = "\n".join(lines).rstrip() + "\n"
    handed = words.hand_over(review, text) if to_model else []
    return "\n".join([text, *handed, ""]) if handed else text


def judged(review: Review) -> str:
    """What became of a model's opinions, as markdown, without the review that it had already."""
    lines = [f"## Review: {one_line(review.scope)}", "", headline(review), "", *words.opinions(review)]
    return "\n".join(lines).rstrip() + "\n"


def _finding(number: int, finding: Finding, mode: Mode) -> list[str]:
    return [
        f"{number}. **{finding.severity}** {_code(f'{finding.path}:{finding.line}')} {_code(finding.excerpt)}",
        f"   - Rule ({one_line(finding.rule.source)}): “{one_line(finding.rule.quote)}”",
        f"   - Fact ({one_line(finding.check)}, {how_sure(finding)}): {one_line(finding.fact)}",
        f"   - Why: {finding.why}",
        f"   - {advice(finding, mode)}",
        "",
    ]


def how_sure(finding: Finding) -> str:
    """The tier with what was measured: `proved, 11 of 11`, of the check's findings on the labelled corpus."""
    if finding.measured is None:
        return finding.tier
    return f"{finding.tier}, {finding.measured.right} of {finding.measured.of}"


def advice(finding: Finding, mode: Mode) -> str:
    """What follows for the reader: a question in mentor mode, the direction of a fix for a colleague."""
    return f"Ask: {finding.question}" if mode == "mentor" else f"Direction: {finding.hint}"


def closing(review: Review, to_model: bool = False) -> list[str]:
    """What the review looked at, what it could not decide, and what to do next, a sentence each."""
    lines = list(review.notes)
    if review.wording is not None:
        lines.append(worded_by(review.wording))
    lines += [f"Well done: {praise.text} ({one_line(praise.rule.source)})" for praise in review.good]
    lines.append(coverage_line(review))
    lines += [f"{note.path} understood in part: {note.reason}." for note in review.coverage.partial[:_SKIPPED_SHOWN]]
    if review.older:
        lines.append(f"{plural(review.older, 'older finding')} on lines that this change left alone; not shown.")
    if review.declined:
        lines.append(
            f"{plural(review.declined, 'finding')} declined earlier, with a reason: `{teach('review', '--declined')}`."
        )
    if review.silenced:
        lines.append(
            f"{plural(review.silenced, 'finding')} taken back by comments in the code (teach: decline, noqa, nosec, "
            "eslint-disable)."
        )
    if rules := rules_line(review):
        lines.append(rules)
    open_rules = [rule for rule in review.unchecked if rule.status in {"needs-answer", "conflict", "partly"}]
    lines += [f"{rule.source} ({rule.status}): {rule.reason}" for rule in open_rules[:_UNCHECKED_SHOWN]]
    if not to_model:
        lines += words.questions(review)
    lines += words.others(review)
    lines += [note + ("" if note.endswith(".") else ".") for note in review.constitution.notes[:_UNCHECKED_SHOWN]]
    if review.untested:
        named = ", ".join(review.untested[:_UNTESTED_SHOWN]) + _more(len(review.untested) - _UNTESTED_SHOWN)
        lines.append(f"No test changes with what {named} does now: which test would fail if it were wrong?")
    if review.next_commands:
        lines.append("Run next: " + ", ".join(f"`{command}`" for command in review.next_commands) + ".")
    return lines


def worded_by(wording: Wording) -> str:
    """Who worded a reply, in a sentence."""
    why = "; ".join(one_line(reason).rstrip(".") for reason in wording.fallbacks)
    model = wording.model or "the chosen model"
    if not wording.worded:
        return f"Worded by templates; {model} did not help: {why}."
    if wording.worded == wording.of:
        return f"Worded by {model}."
    return f"{wording.worded} of {wording.of} worded by {model}, the others by templates: {why}."


def coverage_line(review: Review) -> str:
    """How many files were read and why others were not."""
    coverage = review.coverage
    text = f"Analysed {plural(coverage.analysed, 'source file')}"
    if coverage.skipped:
        reasons = Counter(note.reason for note in coverage.skipped)
        named = ", ".join(f"{count}× {reason}" for reason, count in reasons.most_common(_SKIPPED_SHOWN))
        text += f"; skipped {len(coverage.skipped)} ({named}{_more(len(reasons) - _SKIPPED_SHOWN)})"
    missing = [f"{name} {state}" for name, state in coverage.engines.items() if not state[0].isdigit()]
    return text + ("; " + "; ".join(missing) if missing else "") + "."


def rules_line(review: Review) -> str:
    """How the rules of the constitution were understood."""
    counts = {status: count for status, count in review.constitution.rules.items() if count}
    if not counts:
        return ""
    named = ", ".join(f"{count} {status}" for status, count in counts.items())
    files = ", ".join(review.constitution.files)
    return f"{plural(sum(counts.values()), 'rule')} in {files}: {named}."


def plural(count: int, thing: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count:,} {thing}" + ("" if count == 1 else "s")


def one_line(text: str) -> str:
    """The text on one line: what a repository names, quotes or holds may not add lines to a reply."""
    return " ".join(text.split())


def _code(text: str) -> str:
    text = one_line(text)
    # A code span that holds backticks is fenced with more of them.
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _more(count: int) -> str:
    return f" and {count} more" if count > 0 else ""
