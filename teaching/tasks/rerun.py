"""Proves ticked tasks again, where they stand now: `teach roadmap audit --rerun`."""

from pathlib import Path

from teaching.contracts.verification import Audit, AuditProblem
from teaching.errors import TeachingError
from teaching.roadmap.reading import parse
from teaching.roadmap.store import read
from teaching.tasks.commands import proof_of
from teaching.verification.consent import Allowed, is_allowed
from teaching.verification.run import run_step


def rerun(root: Path) -> Audit:
    """Runs the commands of every ticked task once; red ones and those that may not run are problems and notes.

    It runs in the working tree itself: another checkout would lack what is installed beside the code.
    """
    roadmap = parse(read(root))
    problems: list[AuditProblem] = []
    notes: list[str] = []
    results: dict[tuple[str, ...], bool] = {}
    proved = 0
    for task in roadmap.tasks:
        if not task.ticked or task.attested:
            continue
        name = task.id or task.title
        try:
            proof = proof_of(root, roadmap, task)
        except TeachingError as error:
            notes.append(f"{name} was not run again: {error}")
            continue
        green = True
        for command in proof.commands:
            if command.argv in proof.earlier:
                continue
            allowed = is_allowed(root, command)
            if not isinstance(allowed, Allowed):
                notes.append(f"{name} was not run again: `{' '.join(command.argv)}` {allowed.reason}")
                break
            if command.argv not in results:
                results[command.argv] = run_step(root, allowed).green
            green = green and results[command.argv]
        if not green:
            text = f"“{task.title}” is red now"
            problems.append(AuditProblem(task=name, kind="red-now", line=task.line, record="", text=text))
        proved += green
    return Audit(problems=problems, proved=proved, attested=0, notes=notes)
