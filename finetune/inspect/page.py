"""Writes the page: markup, style, script and data in one file, with a policy that lets it ask for nothing."""

import base64
import hashlib
import json
from collections.abc import Sequence
from html import escape
from importlib.resources import files as resources
from pathlib import Path
from string import Template

from finetune.config import JSON
from finetune.inspect import records
from teaching.errors import BadInputError, RefusedError

DEFAULT = Path("examples.html")
_MARK = "<!-- made by python -m finetune inspect -->"


def inspect(files: Sequence[Path], out: Path) -> str:
    """Writes the page of these files, and says how many records it shows.

    Raises:
        BadInputError: a file cannot be read.
        RefusedError: `out` cannot be written, or is something else.
    """
    if not files:
        raise BadInputError("name a JSONL file to look at")
    rows = records.read(files)
    text = html(files, rows, records.funnels(files))
    try:
        if out.exists() and _MARK not in out.read_bytes()[:400].decode("utf-8", "replace"):
            raise RefusedError(f"{out} is there and no page of ours: name another file with --out")
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or "refused").lower()
        raise RefusedError(f"{out} cannot be written ({reason}): name another file with --out") from error
    return f"{len(rows):,} records in {out} ({out.stat().st_size / 1e6:.1f} MB): open it in a browser"


def html(files: Sequence[Path], rows: Sequence[dict[str, JSON]], funnels: Sequence[dict[str, JSON]]) -> str:
    """The whole page."""
    here = resources("finetune.inspect")
    script = (here / "page.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(f"\n{script}".encode()).digest()).decode()
    names = [file.name for file in files]
    data: dict[str, JSON] = {"files": list(names), "rows": list(rows), "funnels": list(funnels)}
    return Template((here / "page.html").read_text(encoding="utf-8")).substitute(
        mark=_MARK,
        title=escape(f"Examples: {', '.join(names)}"),
        names=escape(", ".join(names)),
        policy=f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:",
        style=(here / "page.css").read_text(encoding="utf-8"),
        data=embedded(data),
        script=script,
    )


def embedded(data: JSON) -> str:
    """JSON that cannot end the element which it stands in, nor begin a comment there: it has no `<`, and is ASCII."""
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
