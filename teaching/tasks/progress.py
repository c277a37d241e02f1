"""How far the learner's own work is, held against the evidence: what is open, attempted, done or abandoned."""

from functools import cache
from pathlib import Path

from teaching.contracts.verification import Evidence
from teaching.evidence import files, records, store
from teaching.learning.states import Proved, State, Work, states


def progress(root: Path) -> list[tuple[Work, State]]:
    """Every piece of work that was left to the learner, with its state; nothing runs.

    Raises:
        RefusedError: the folder of the evidence cannot be used.
    """
    return states(root, proved_by(root))


def proved_by(root: Path) -> Proved:
    """Asks the stored evidence whether tests prove a task, or a file, as its files stand now.

    Raises:
        RefusedError: the folder of the evidence cannot be used.
    """
    proofs = [
        one.record
        for one in store.read_all(root)
        if one.record is not None
        and one.is_whole
        and (not records.is_ours(one.record) or records.is_intact(one.record))
        and one.record.attested is None
        and records.is_green(one.record.runs)
    ]

    @cache
    def holds(number: int) -> bool:
        recorded = proofs[number].files
        return files.digests(root, recorded) == recorded

    def speaks(record: Evidence, task: str | None, path: str) -> bool:
        return record.task == task if task is not None else path in record.files

    def proved(task: str | None, path: str) -> bool:
        return any(speaks(record, task, path) and holds(number) for number, record in enumerate(proofs))

    return proved
