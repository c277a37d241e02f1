"""A review as a comment on a pull request of GitHub: one line first, the rest folded, places as links.

Whatever a repository's author wrote is shown as text: it makes no HTML and no links, and calls nobody by `@name`.
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from teaching.contracts.review import Finding, Mode, Review, RuleRef
from teaching.guard import visible
from teaching.review.findings import COMMIT
from teaching.review.opinions import words
from teaching.review.render import advice, closing, headline, how_sure, one_line

MARKER = "<!-- teach-review{} -->"
_RUN_NEXT = "Run next: "
_MOST_CHARACTERS = 58_000  # of the 65,536 that a comment may have, and less than the guard lets through
_SERVER = re.compile(r"https?://[\w.-]+(:\d+)?")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_SYNTAX = re.compile(r"([\\`*_\[\]|~!$#])")
# What GitHub makes links of in plain text: mentions, issues, addresses, commits.
_REFERENCE = re.compile(
    r"@|#(?=\d)|\bGH-(?=\d)|\b(?:https?|ftp|mailto):|\bwww(?=\.)|(?:\b|(?<=[0-9a-f]{6}))[0-9a-f]{6}(?=[0-9a-f])", re.I
)
_NOTHING = "&#8203;"  # a space without width, which keeps what stands around it apart


@dataclass(frozen=True, slots=True)
class Blobs:
    """Where GitHub shows the files of the reviewed commit; `at` gives an empty address where it is not known."""

    address: str = ""

    def at(self, path: str, line: int, end_line: int) -> str:
        """The address of lines of a file."""
        if not self.address:
            return ""
        # Markdown has lines only where it is shown as it is written.
        form = "?plain=1" if path.lower().endswith((".md", ".markdown", ".mdx")) else ""
        lines = f"#L{line}" + (f"-L{end_line}" if end_line > line else "")
        return f"{self.address}/{quote(path)}{form}{lines}"


def blobs(environment: Mapping[str, str], revision: str = "") -> Blobs:
    """What the environment of an Action says of where files are shown.

    Args:
        environment: the variables of this process.
        revision: the reviewed commit, where git knows it; the Action's own may be another than the one checked out.
    """
    server, repository = environment.get("GITHUB_SERVER_URL", ""), environment.get("GITHUB_REPOSITORY", "")
    commit = revision or environment.get("GITHUB_SHA", "")
    if not (_SERVER.fullmatch(server) and _REPOSITORY.fullmatch(repository) and _COMMIT.fullmatch(commit)):
        return Blobs()
    return Blobs(f"{server}/{repository}/blob/{commit}")


def comment(review: Review, path: str = ".", where: Blobs | None = None) -> str:
    """The whole comment; its first line is hidden and names it, so that it is found again and written anew.

    Args:
        review: what was found.
        path: what was reviewed below the root; reviews of several folders are several comments.
        where: where GitHub shows the files.
    """
    where = where or Blobs()
    head = [MARKER.format("" if path == "." else " " + quote(path).replace("--", "-%2D")), _summary(review), ""]
    said = closing(review)
    run_next = [f"{text(line)}\n" for line in said if line.startswith(_RUN_NEXT)]
    folded = ["<details><summary>What was looked at, and how the rules were read</summary>", ""]
    folded += [f"- {text(line)}" for line in said if not line.startswith(_RUN_NEXT)]
    folded += ["", "</details>"]
    foot = run_next + (folded if _size(folded) <= _MOST_CHARACTERS // 2 else [])
    blocks = [
        _finding(number, one, review.constitution.mode, where) for number, one in enumerate(words.of_tools(review), 1)
    ]
    blocks += _opinions(review, where)
    room = _MOST_CHARACTERS - _size(head) - _size(foot)
    return "\n".join([*head, *_fitting(blocks, room), *foot]) + "\n"


def text(words: str) -> str:
    """Words on one line as markdown that shows them; what stands in single backticks stays code."""
    parts: list[str] = []
    end = 0
    line = one_line(visible(words))
    for span in _SPAN.finditer(line):
        parts += [_escaped(line[end : span.start()]), code(span[1])]
        end = span.end()
    return "".join([*parts, _escaped(line[end:])])


def code(words: str) -> str:
    """Words on one line as code: GitHub looks for neither names nor numbers in it."""
    line = one_line(visible(words))
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {line} {fence}" if longest or not line else f"{fence}{line}{fence}"


def _escaped(words: str) -> str:
    shown = _SYNTAX.sub(r"\\\1", html.escape(words, quote=False))
    return _REFERENCE.sub(lambda found: _apart(found[0]), shown)


def _apart(found: str) -> str:
    return f"{found[:-1]}{_NOTHING}:" if found.endswith(":") else f"{found}{_NOTHING}"


def _summary(review: Review) -> str:
    files = ", ".join(code(file) for file in review.constitution.files[:2]) or "the built-in baseline"
    return f"**{text(headline(review))}** Review of {text(review.scope)} against {files}."


def _finding(number: int, finding: Finding, mode: Mode, where: Blobs) -> list[str]:
    return [
        f"{number}. **{finding.severity}** {_place(finding, where)} {code(finding.excerpt)}",
        f"   - Rule ({_source(finding.rule, where)}): “{text(finding.rule.quote)}”",
        f"   - Fact ({text(finding.check)}, {how_sure(finding)}): {text(finding.fact)}",
        f"   - Why: {text(finding.why)}",
        f"   - {text(advice(finding, mode))}",
        "",
    ]


def _opinions(review: Review, where: Blobs) -> list[list[str]]:
    told = words.of_model(review)
    if not told:
        return []
    blocks = [[f"### {words.HEADING}", ""]]
    for number, finding in enumerate(told, start=1):
        blocks.append(
            [
                f"{number}. **{finding.severity}** {_place(finding, where)} {code(finding.excerpt)}",
                f"   - Rule ({_source(finding.rule, where)}): “{text(finding.rule.quote)}”",
                f"   - Opinion: {text(finding.fact)}",
                f"   - Ask: {text(finding.question)}",
                "",
            ]
        )
    return blocks


def _place(finding: Finding, where: Blobs) -> str:
    if finding.path.startswith(COMMIT):
        kind, _, name = finding.path.partition(":")
        return f"{kind} {code(name[:12] if kind == 'commit' else name)}"
    return _linked(f"{finding.path}:{finding.line}", where.at(finding.path, finding.line, finding.end_line))


def _source(rule: RuleRef, where: Blobs) -> str:
    path, _, line = rule.source.rpartition(":")
    if path == "baseline" or not path or not line.isdecimal():
        return code(rule.source)
    return _linked(rule.source, where.at(path, int(line), int(line)))


def _linked(name: str, address: str) -> str:
    return f"[{code(name)}](<{address}>)" if address else code(name)


def _size(lines: Sequence[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def _fitting(blocks: Sequence[list[str]], room: int) -> list[str]:
    """The blocks that a comment has room for, and how many it has not."""
    lines: list[str] = []
    for position, block in enumerate(blocks):
        if _size(lines) + _size(block) > room:
            return [*lines, f"And {len(blocks) - position:,} more, for which a comment has no room.", ""]
        lines += block
    return lines
