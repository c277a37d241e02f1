"""Writes what can be generated: README's lists, the picture of a real review, the manifest of the server, the words
without which a rule's phrases cannot match.

python docs/generate.py            write
python docs/generate.py --check    exit 1 where something is out of date
"""

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from mcp_server import manifest
from mcp_server.cli import COMMANDS
from mcp_server.launcher.early import MANIFEST
from mcp_server.output.text import THEME
from mcp_server.output.text import review as print_review
from teaching.commands.table import FAMILIES as LINT_FAMILIES
from teaching.contracts.tools import TOOL_CONTRACTS
from teaching.review.catalogue import ENTRIES, FAMILIES
from teaching.review.explanations import explanation
from teaching.review.measured import in_words, measured
from teaching.review.needing import written
from teaching.review.review import Request, review

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
CHECKS = ROOT / "docs" / "checks.md"
LINT = ROOT / "docs" / "lint.md"
RESULTS = ROOT / "benchmarks" / "results"
NEEDED = ROOT / "teaching" / "review" / "needed.json"
PICTURE = ROOT / "docs" / "review.svg"
BLOCK = re.compile(r"(<!-- generated: (?P<name>[a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def commands() -> str:
    """The subcommands of `teach`."""
    return "\n".join(f"- `teach {command.name}`: {command.purpose}" for command in COMMANDS)


def tools() -> str:
    """The tools of the MCP server."""
    return "\n".join(
        f"- `{contract.name}`: {contract.description.split('. ')[0].rstrip('.')}." for contract in TOOL_CONTRACTS
    )


def families() -> str:
    """The families of the catalogue with their checks."""
    return "\n".join(
        f"- {name}: " + ", ".join(f"`{entry.name}`" for entry in entries) for name, entries in FAMILIES.items()
    )


# What the table of speeds shows, by the name in the results, as far as it was measured.
PROGRAMS = {
    "teach review": "`teach review`",
    "teach review again": "again, nothing changed",
    "ruff": "`ruff` alone",
    "ast-grep": "`ast-grep` alone",
    "semgrep": "`semgrep` alone",
}


def figures() -> str:
    """What the benchmarks measured, with the machine they ran on."""
    speed = json.loads((RESULTS / "review_speed.json").read_text(encoding="utf-8"))
    start = json.loads((RESULTS / "server_start.json").read_text(encoding="utf-8"))
    machine = speed["machine"]
    lines = [
        f"Measured on {machine['cores']} cores, Python {machine['python']}; medians of runs that alternate, results in",
        "`benchmarks/results`:",
        "",
    ]
    sizes = sorted((size for size in speed if size.isdigit()), key=int)
    named = {name: words for name, words in PROGRAMS.items() if all(name in speed[size] for size in sizes)}
    lines += [
        f"| processor seconds | {' | '.join(named.values())} | ratio to both |",
        "|---" * (len(named) + 2) + "|",
    ]
    for size in sizes:
        one = speed[size]
        cells = [f"{one[name]['cpu_s']['median']:.2f}" for name in named]
        title = f"{int(size):,} lines, half Python, half TypeScript"
        lines.append(f"| {title} | {' | '.join(cells)} | {one['of_both_alone_cpu']} |")
    ours, peer = start["teach serve"], start["bare mcp server"]
    roadmap = json.loads((RESULTS / "roadmap_tick.json").read_text(encoding="utf-8"))
    overhead = json.loads((RESULTS / "verify_overhead.json").read_text(encoding="utf-8"))
    ticked = roadmap["parse and tick by id"]["median_ms"]
    lines += [
        "",
        f"The server's first answer after its start takes {start['ratio_first_answer']} times as long as a bare mcp",
        f"server's ({ours['first_answer_s']:.2f} s against {peer['first_answer_s']:.2f} s), a call of the same tool",
        f"{start['ratio_call']} times ({ours['call_ms']:.1f} ms against {peer['call_ms']:.1f} ms).",
        f"Parsing and ticking a roadmap of {roadmap['tasks']:,} tasks takes {ticked:.0f} ms; a verification in the",
        f"sandbox takes {overhead['overhead_percent']:.1f} % longer than its 5-second command alone.",
        "`ruff` runs the codes that the review uses and `ast-grep` eleven pattern rules; the review runs every check",
        "of its catalogue that the tree's CLAUDE.md and the baseline ask for, and reads the CLAUDE.md.",
    ]
    return "\n".join(lines)


def gpu() -> str:
    """What `make gpu-check` measured, a table per device, or that nothing was."""
    found = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(RESULTS.glob("gpu_check_*.json"))]
    found = [result for result in found if not result["tiny"] and "capability" in result["machine"]]
    if not found:
        return (
            "No figure of a GPU exists yet: nothing of this was timed on one. `make gpu-check` does that, in nine\n"
            "minutes and without network, and writes what this place is generated from."
        )
    lines: list[str] = []
    for result in found:
        libraries = ", ".join(f"{name} {version}" for name, version in result["versions"].items())
        peak = result["machine"]["matrix_products_per_s"] / 1e12
        lines += [f"{result['device']}, {peak:,.0f} TFLOP/s in matrix products of its own ({libraries}):", ""]
        lines += ["| Llama 3.1 8B in shape, random weights | tokens/s | MFU | GB at most |", "|---|---|---|---|"]
        for case in result["cases"].values():
            if case["purpose"].startswith("a tiny") or case["state"].startswith("skipped") or "mfu" not in case:
                continue
            lines.append(
                f"| {case['purpose']} | {case['tokens_per_second']:,.0f} | {case['mfu']:.0%} "
                f"| {case['peak_memory'] / 1e9:.1f} |"
            )
        ratios = ", ".join(f"{name} {ratio}" for name, ratio in result["ratios"].items())
        lines += [
            "",
            f"Ratios of tokens/s: {ratios or 'none'}. Padding is no token; MFU counts what learning needs.",
            "",
        ]
    return "\n".join(lines).rstrip()


def checks_page() -> str:
    """A page with every check: what it looks for, where, how sure it is, and wordings that it reads."""
    lines = [
        "# The checks",
        "",
        "Written by `docs/generate.py` from the catalogue. A rule of a CLAUDE.md that reads like the examples is",
        "checked without more; any check can also be named behind a rule: `<!-- check: NAME VALUES -->`.",
        "`proved` is a fact of syntax, `likely` a heuristic. Checks marked *baseline* also run without any rule.",
    ]
    for family, entries in FAMILIES.items():
        lines += ["", f"## {family}"]
        for entry in entries:
            values = " ".join(slot.name.upper() for slot in entry.slots)
            marks = [entry.tier, ", ".join(sorted(entry.languages))] + (["*baseline*"] if entry.baseline else [])
            lines += ["", f"### `{entry.name}{' ' + values if values else ''}`", "", f"Looks for {entry.title}."]
            known = measured(entry.name)
            marks += [in_words(known)] if known else []
            lines += [f"({'; '.join(marks)})", "", explanation(entry.name)]
            if entry.reads:
                lines += ["", *(f"- “{sentence}”" for sentence, _ in entry.reads[:3])]
    return "\n".join(lines) + "\n"


def lint_page() -> str:
    """A page with every check of `teach lint`."""
    lines = [
        "# What `teach lint` finds",
        "",
        "In plugins, marketplaces, slash commands, skills, agents, output styles, hooks and MCP servers. An error is",
        "what the client breaks on or silently ignores; a warning works, and will bite. `<!-- lint: allow ID -->` in a",
        "markdown file takes a finding back.",
    ]
    for family, checks in LINT_FAMILIES.items():
        lines += ["", f"## {family[0].upper()}{family[1:]}", ""]
        lines += ["| check | severity | what it finds | known from |", "|---|---|---|---|"]
        for check in checks:
            fact = check.fact.replace("|", "\\|")
            lines.append(f"| `{check.id}` | {check.severity} | {fact} | {check.measured or 'convention'} |")
    return "\n".join(lines) + "\n"


def picture() -> str:
    """The review of the demo's submission as a terminal shows it, as SVG without any outside font."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "weather-station"
        shutil.copytree(ROOT / "demo" / "submission", project)
        result = review(Request(project, scope="all", max_findings=3))
    out = Console(
        file=StringIO(), record=True, width=108, theme=THEME, highlight=False, markup=False, force_terminal=True,
        color_system="truecolor", legacy_windows=False,
    )  # fmt: skip
    print_review(result, "weather-station", out)
    style = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    return out.export_svg(title="teach review", code_format=style, unique_id="review")


def expressions() -> Iterator[str]:
    """All that the phrases of the catalogue compile."""
    for entry in ENTRIES.values():
        for phrase in (*entry.phrases, *entry.vague):
            yield from phrase.expressions


def readme(text: str) -> str:
    """README with its generated blocks written anew."""
    made = {"commands": commands, "tools": tools, "families": families, "figures": figures, "gpu": gpu}
    return BLOCK.sub(lambda match: f"{match[1]}{made[match['name']]()}\n{match[3]}", text)


def main() -> int:
    """Writes or checks."""
    wanted = {
        README: readme(README.read_text(encoding="utf-8")),
        CHECKS: checks_page(),
        LINT: lint_page(),
        PICTURE: picture(),
        MANIFEST: manifest.text(),
        NEEDED: written(expressions()),
    }
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date: run .venv/bin/python docs/generate.py")
        return 1 if stale else 0
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
