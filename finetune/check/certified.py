"""The certificate as files: where it lies, whose it is, and how people read it."""

from pathlib import Path

from teaching.contracts.weights import Certificate, Check

CERTIFICATE = "certificate.json"
FOR_PEOPLE = "certificate.md"


def write(certificate: Certificate, name: str, folder: Path) -> None:
    """Writes it twice: for programs and for people."""
    (folder / CERTIFICATE).write_text(certificate.model_dump_json(indent=2) + "\n", encoding="utf-8")
    (folder / FOR_PEOPLE).write_text(readable(certificate, name), encoding="utf-8")


def readable(certificate: Certificate, name: str) -> str:
    """The certificate as a page for people."""
    verdict = "passed" if certificate.passed else "failed"
    toy = ["A toy: the held answers were trained on, so they show memory and no skill.", ""] if certificate.toy else []
    libraries = ", ".join(f"{library} {number}" for library, number in certificate.versions.items())
    rows = [_row(check) for check in certificate.checks]
    return "\n".join(
        [
            f"# Parity of {name}: {verdict}",
            "",
            *toy,
            f"GGUF `{certificate.gguf}`, prompts `{certificate.prompt_format}` (`{certificate.prompt_digest}`), "
            f"made {certificate.made.isoformat()} with {libraries}.",
            "",
            "| check | verdict | measured | limit | |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _row(check: Check) -> str:
    verdict = "passed" if check.passed else "**failed**"
    return f"| {check.name} | {verdict} | {_number(check.value)} | {_number(check.limit)} | {check.words} |"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
