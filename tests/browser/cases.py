"""Repositories whose page is looked at: nothing planned, every state, very long, and written by somebody hostile."""

from collections.abc import Callable, Mapping
from pathlib import Path

from teaching.contracts.verification import Evidence, Run
from teaching.evidence import files, records, store

Files = Mapping[str, str]

EMPTY = "# Feeds\n\nNothing is planned yet.\n"

STATES = """\
# Feeds

## Phase 1: Foundations
- [x] Project skeleton with a linter and a type checker ✅ 2026-10-01 <!-- id: skeleton -->
- [x] Settings are read from the environment ✅ 2026-10-03 <!-- id: settings -->
- [x] The team agrees on a licence ✅ 2026-10-03 (attested) <!-- id: licence -->

## Phase 2: Reading feeds
- [x] Parse RSS 2.0 ✅ 2026-10-08 <!-- id: rss -->
- [x] Parse Atom ✅ 2026-10-09 <!-- id: atom -->
- [x] Dates in any zone ✅ 2026-10-10 <!-- id: dates -->
- [ ] Fetch ten sources at once (In Progress) <!-- id: fetch -->
  - Acceptance: a source that never answers delays the others by at most five seconds
  - Acceptance: a source that fails is named in the log, and the rest appears
  - depends: rss, atom
  - verify: python -m pytest -q tests/test_fetch.py
  - [x] Time out after five seconds ✅ 2026-10-15 <!-- id: timeouts -->
  - [ ] Name the source that failed <!-- id: name-the-source -->
    - Acceptance: the log line has the address of the source and the reason
    - verify: python -m pytest -q tests/test_fetch.py -k names_the_source
    - [x] A line of log per source ✅ 2026-10-14 <!-- id: log -->
- [ ] Remember what was read (Pending) <!-- id: remember -->
  - depends: fetch

## Phase 3: The page
- [ ] One page with all headlines <!-- id: page -->
  - depends: remember
- [ ] Summaries by a model <!-- id: summaries -->
  - depends: page

## Phase 4: In production
- [ ] Deploy with one command <!-- id: deploy -->
- [ ] An alarm when nothing new came for a day <!-- id: alarm -->
"""
STATES_FILES: Files = {
    "ROADMAP.md": STATES,
    **{f"{task}.py": f"# {task}\n" for task in ("skeleton", "settings", "rss", "atom", "log", "timeouts")},
    "fetch.py": "# TODO(human)[name-the-source]: log which source failed\n\n# TODO(human)[fetch]: ask all at once\n",
    "read.py": "# TODO(human): is this still needed?\n",
}
# Task, day of October, tests that passed; None is a person's word.
STATES_EVIDENCE = (
    ("skeleton", 1, 2), ("settings", 3, 7), ("licence", 3, None), ("rss", 8, 12), ("atom", 9, 21), ("log", 14, 30),
    ("timeouts", 15, 34),
)  # fmt: skip

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4
HOSTILE = f"""\
# <script>alert("top")</script>

## </h2></section><script>alert("phase")</script><style>*{{display:none}}</style>
- [x] <img src=x onerror=alert(1)><img src="https://evil.invalid/a.png"> ✅ 2026-10-01 <!-- id: image -->
- [ ] "><svg onload=alert(2)> &lt;b&gt; &amp;amp; ' onmouseover='alert(3) (In Progress) <!-- id: quotes -->
  - Acceptance: <iframe src="https://evil.invalid/"></iframe> </li></ul>
  - Acceptance: {WORD}
  - verify: pytest -q "</code><script>alert(4)</script>" {"x" * 300}
- [ ] {WORD} <!-- id: {"w" * 90} -->
- [ ] {"https://evil.invalid/" + "path/" * 60}

## {WORD}
- [ ] المهمة الأولى: قراءة الأخبار من عشرة مصادر (123) <!-- id: arabic -->
  - [ ] קריאת חדשות & מקורות
- [ ] \u202egnp.exe\u202c turned around \u200bby hidden characters\x1b[31m
- [ ] 新聞を十の情報源から読み込んで要約する {"長" * 200}
- [ ] 👩‍💻 🚀 Z̸̧͓̈́̕a̵̡͔͌l̶̰̈g̷̱̈́o̸̙̽

## @import url("https://evil.invalid/x.css");
- [ ] <link rel=stylesheet href=https://evil.invalid/x.css><meta http-equiv=refresh content="0;url=https://evil.invalid">
- [ ] <base href="https://evil.invalid/"><form action="https://evil.invalid"><input autofocus onfocus=alert(5)>
"""
HOSTILE_FILES: Files = {
    "ROADMAP.md": HOSTILE,
    f"{'deep/' * 30}quotes.py": "# TODO(human)[quotes]: <script>alert(6)</script> " + WORD + "\n",
}


def long_roadmap(phases: int, tasks: int) -> str:
    """A roadmap of that many phases with that many tasks each; the first third is ticked."""
    lines: list[str] = []
    for phase in range(1, phases + 1):
        lines += ["", f"## Phase {phase}: a part of a large plan"]
        box = "x" if phase * 3 <= phases else " "
        lines += [
            f"- [{box}] Task {number} of phase {phase}, titled as people do <!-- id: t{phase}-{number} -->"
            for number in range(1, tasks + 1)
        ]
    return "\n".join(lines) + "\n"


def with_evidence(root: Path) -> Path:
    """The repository of `STATES_FILES` with its records; one of them is not current any more."""
    for task, day, passed in STATES_EVIDENCE:
        _store(root, task, day, passed)
    _store(root, "dates", 10, 5, path="read.py")
    (root / "read.py").write_text("# TODO(human): is this still needed at all?\n", encoding="utf-8")
    return root


def _store(root: Path, task: str, day: int, passed: int | None, path: str = "") -> None:
    run = Run(
        step="verify", argv=["python", "-m", "pytest", "-q"], exit=0, passed=passed, failed=0, skipped=day // 10,
        duration_s=1.0, output="0" * 64, sandbox="bwrap",
    )  # fmt: skip
    plain = Evidence(
        task=task,
        title=task.title(),
        parents=store.heads(store.read_all(root)),
        made_at=f"2026-10-{day:02}T16:20:00Z",
        runs=[] if passed is None else [run],
        files={} if passed is None else files.digests(root, [path or f"{task}.py"]),
        tree="",
        attested="agreed in the meeting of the third" if passed is None else None,
    )
    store.add(root, records.signed(plain))


Make = Callable[..., Path]
CASES: Mapping[str, Callable[[Make], Path]] = {
    "empty": lambda make: make({"ROADMAP.md": EMPTY}),
    "states": lambda make: with_evidence(make(STATES_FILES)),
    "long": lambda make: make({"ROADMAP.md": long_roadmap(50, 100)}),
    "one-phase": lambda make: make({"ROADMAP.md": long_roadmap(1, 5000)}),
    "middle": lambda make: make({"ROADMAP.md": long_roadmap(4, 20)}),
    "hostile": lambda make: make(HOSTILE_FILES),
}
