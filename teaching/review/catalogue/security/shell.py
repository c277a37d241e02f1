"""Text that becomes a command: the shell."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.security.flow import Flow
from teaching.review.catalogue.security.names import callee, keyword, option, positional, tail
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase, forbids
from teaching.review.source import ALL, SourceFile, end_line, start_line

_SUBPROCESS = frozenset(
    {
        "subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output", "subprocess.Popen",
    }
)  # fmt: skip
_SHELLS = frozenset(
    {
        "os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput",
        "asyncio.create_subprocess_shell", "commands.getoutput",
    }
)  # fmt: skip
_WEB_SHELLS = frozenset({"child_process.exec", "child_process.execSync", "shelljs.exec", "execa.execaCommand"})
_WEB_SPAWNS = frozenset(
    {"child_process.spawn", "child_process.spawnSync", "child_process.execFile", "child_process.execFileSync"}
)
_QUOTES = frozenset({"quote", "join", "list2cmdline", "escape", "shellescape", "shellQuote"})


def _shortened(node: SgNode) -> str:
    text = " ".join(node.text().split())
    return text if len(text) <= 40 else text[:39] + "…"


def _at(node: SgNode, text: str) -> Fact:
    return Fact(start_line(node), end_line(node), text)


def _is_quoted(node: SgNode) -> bool:
    if node.kind() not in {"call", "call_expression"}:
        return False
    function = callee(node)
    text = function.text() if function is not None else ""
    return tail(text) in _QUOTES and ("shlex" in text or "." not in text or "list2cmdline" in text)


def shell_commands(source: SourceFile, _: Params) -> Iterator[Fact]:
    """Commands given to a shell as a text that is not constant."""
    flow = Flow(source, _is_quoted)
    yield from _python_shells(source, flow) if source.language == "python" else _web_shells(source, flow)


def _python_shells(source: SourceFile, flow: Flow) -> Iterator[Fact]:
    names = {tail(name) for name in _SUBPROCESS | _SHELLS} | set(flow.names.imports)
    for call in source.nodes("call"):
        function = callee(call)
        if function is None or tail(function.text()) not in names:
            continue
        name = flow.names.called(call)
        through_shell = name in _SHELLS
        if name in _SUBPROCESS:
            shell = keyword(call, "shell")
            through_shell = shell is not None and shell.text() == "True"
        command = (positional(call) or [keyword(call, "args") or keyword(call, "cmd")])[0]
        if not through_shell or command is None or _is_list(command, flow):
            continue
        dynamic = flow.parts(command).dynamic
        if dynamic:
            yield _at(call, f"`{name}` gives a shell a command that depends on `{_shortened(dynamic[0])}`.")


def _is_list(command: SgNode, flow: Flow) -> bool:
    if command.kind() == "identifier":
        return any(value.kind() in {"list", "list_comprehension"} for value in flow.names.bound(command) or ())
    return command.kind() in {"list", "list_comprehension"}


def _web_shells(source: SourceFile, flow: Flow) -> Iterator[Fact]:
    if not any(origin.startswith(("child_process", "shelljs", "execa")) for origin in flow.names.imports.values()):
        if "child_process" not in source.text:
            return
    for call in source.nodes("call_expression"):
        given = positional(call)
        if not given:
            continue
        name = flow.names.called(call)
        if name in _WEB_SPAWNS:
            options = given[-1] if given[-1].kind() == "object" else None
            shell = option(options, "shell") if options is not None else None
            if shell is None or shell.text() != "true":
                continue
        elif name not in _WEB_SHELLS:
            continue
        parts = flow.parts(given[0])
        # A bare parameter may well be a constant of every caller; a text put together here is not.
        if parts.dynamic and (parts.text != "{}" or _from_request(parts.dynamic[0])):
            yield _at(call, f"`{name}` gives a shell a command that depends on `{_shortened(parts.dynamic[0])}`.")


def _from_request(node: SgNode) -> bool:
    return node.kind() in {"member_expression", "subscript_expression"} and node.text().startswith(
        ("req.", "request.", "ctx.", "event.", "process.argv", "params.", "query.", "body.")
    )


_SHELL = r"(?:`?shell\s*=\s*true`?|`?os\.system(?:\(\))?`?|shell strings?|shell commands? (?:from|out of|with) )"

NO_SHELL = Entry(
    name="no-shell",
    title="commands that reach a shell as a text that is put together",
    languages=ALL,
    engines=(Syntax(shell_commands),),
    cwe=(78,),
    baseline="No command is built as a shell string.",
    severity="must",
    # Tests call tools with values of their own.
    skip_tests=True,
    cues=("shell", "os.system", "subprocess", "child_process", "command injection"),
    phrases=(
        *forbids(_SHELL),
        Phrase(r"\bsubprocess\b{WIDE}\b{NEVER}\b{GAP}\bshell\b"),
        Phrase(r"\bcommands?\b{GAP}\b{NEVER}\b{GAP}\b(?:shell strings?|concatenat\w+|interpolat\w+)"),
        Phrase(
            r"(?:^|[^\w-]){NEVER}(?![\w-]){GAP}\b(?:concat\w*|interpolat\w*|pass){GAP}\b(?:shell commands?|(?:a"
            r"|the) shell)\b"
        ),
        Phrase(r"\b(?:prevent|no|avoid|against|protect)\b{GAP}\b(?:command|shell)[ -]injections?\b"),
    ),
    reads=(
        ("Never use `shell=True`.", {}),
        ("No `os.system` calls", {}),
        ("Use subprocess with a list of arguments, never through the shell.", {}),
        ("Prevent command injection: pass arguments as a list", {}),
        ("Do not interpolate user input into shell commands.", {}),
    ),
    ignores=(
        "Shell scripts live in `scripts/`.",
        "Do not run shell commands that delete files.",
        "Use `subprocess.run` to start the worker.",
        "Never edit the shell profile.",
        "Open a shell with `make shell`.",
    ),
    words=Words(
        why="A shell reads a command as a small program: spaces, semicolons and dollar signs in a file name become "
        "further commands, run with all the rights of your program.",
        question="What would happen here if the value were a file name with a semicolon in it?",
        hint="Compare how the call takes one long text with how it takes the program and its arguments apart.",
    ),
    examples=(
        Example("python", 'import subprocess\n\ndef f(x):\n    subprocess.run(f"ls {x}", shell=True)\n', (4,)),
        Example("python", 'import os\n\ndef f(x):\n    os.system("rm " + x)\n', (4,)),
        Example(
            "python", 'from subprocess import check_output as co\n\ndef f(x):\n    co("a %s" % x, shell=True)\n', (4,)
        ),
        Example("python", "import os as o\n\ndef f(cmd):\n    return o.popen(cmd).read()\n", (4,)),
        Example("python", 'import subprocess\nsubprocess.run("ls -l | wc", shell=True)\n'),
        Example(
            "python",
            'import subprocess\n\ndef f(x):\n    subprocess.run(["ls", x])\n    subprocess.run(x, shell=False)\n',
        ),
        Example("python", 'import os\nos.system("cls" if os.name == "nt" else "clear")\n'),
        Example(
            "python",
            'import shlex, subprocess\n\ndef f(x):\n    subprocess.run(f"ls {shlex.quote(x)}", shell=True)\n',
        ),
        Example(
            "python",
            'import subprocess\nCMD = "ls"\n\ndef f():\n    c = CMD + " -l"\n    subprocess.run(c, shell=True)\n',
        ),
        Example("python", "def f(sim, x):\n    sim.system(x)\n    sim.run(x, shell=True)\n"),
        Example(
            "typescript",
            'import { exec } from "child_process";\nexport const f = (x: string) => exec(`ls ${x}`);\n',
            (2,),
        ),
        Example("javascript", 'const cp = require("node:child_process");\ncp.execSync("rm " + name);\n', (2,)),
        Example(
            "typescript",
            'import { exec } from "node:child_process";\nimport { promisify } from "util";\n'
            "const run = promisify(exec);\n"
            "async function f(x: string) {\n  await run(`git clone ${x}`);\n}\n",
            (5,),
        ),
        Example(
            "javascript",
            'const { exec } = require("child_process");\napp.get("/", (req) => exec(req.query.c));\n',
            (2,),
        ),
        Example("typescript", 'import { exec } from "child_process";\nexec("ls -l");\nconst a = /x/.exec(`a${b}`);\n'),
        Example("typescript", 'import { execFile } from "child_process";\nexecFile("ls", [`${dir}`]);\n'),
        Example("javascript", "const q = Model.find({ a: `${b}` }).exec();\ndb.exec(`a ${b}`);\n"),
        Example("typescript", 'import { execSync } from "child_process";\nconst sh = (c: string) => execSync(c);\n'),
        Example(
            "javascript",
            'const { execSync } = require("child_process");\nconst TOOLS = ["git", "node"];\n'
            "TOOLS.forEach((tool) => execSync(`which ${tool}`));\n"
            "const all = TOOLS.map(function (tool) {\n  return execSync(tool + ' --version');\n});\n",
        ),
        Example(
            "javascript",
            'const { execSync } = require("child_process");\nconst TOOLS = ["git", process.argv[2]];\n'
            "let names = ['a'];\nnames.push(read());\n"
            "TOOLS.forEach((tool) => execSync(`which ${tool}`));\n"
            "names.map((name) => execSync(`which ${name}`));\n"
            "function f(tools) {\n  tools.forEach((tool) => execSync(`which ${tool}`));\n}\n",
            (5, 6, 8),
        ),
    ),
)

ENTRIES = (NO_SHELL,)
