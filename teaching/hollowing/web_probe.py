"""The statement that notes, in TypeScript and JavaScript, which test runs a function."""

import json

# Whatever realm and module system it stands in: no import, no global of the project's, no error.
_PROBE = (
    "// @ts-ignore\n"
    "(() => { try { const g = globalThis, s = g.__teachSeen ??= new Set(); "
    'const e = g.__vitest_worker__ ? g[Symbol.for("expect-global")] : g.expect; '
    "const t = g.__teachTest ?? e?.getState?.(); "
    "const k = JSON.stringify([{number}, t?.currentTestName ?? t?.name ?? '', t?.testPath ?? t?.file ?? '']); "
    "if (s.has(k)) return; s.add(k); "
    'g.process.getBuiltinModule("node:fs").appendFileSync({place}, k + "\\n"); } catch {} })();\n'
)


def probe(number: int, place: str) -> str:
    """The statement for one function.

    Args:
        place: of the file that takes the notes.
    """
    return _PROBE.replace("{number}", str(number)).replace("{place}", json.dumps(place))
