"""Text that becomes a statement or a program: SQL and code."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.security.code_objects import is_known_code
from teaching.review.catalogue.security.flow import Flow
from teaching.review.catalogue.security.names import callee, positional, tail
from teaching.review.catalogue.security.sql import PHRASES as SQL_PHRASES
from teaching.review.catalogue.security.sql import sql_strings
from teaching.review.catalogue.security.sql_examples import MORE_EXAMPLES
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, SourceFile, end_line, start_line

_EVALS = frozenset({"eval", "exec", "builtins.eval", "builtins.exec", "__builtins__.eval", "__builtins__.exec"})
_WEB_EVALS = frozenset({"eval", "window.eval", "globalThis.eval", "global.eval", "self.eval"})
_CONSTRUCTORS = frozenset({"Function", "window.Function", "globalThis.Function", "vm.Script"})
_TIMERS = frozenset({"setTimeout", "setInterval", "window.setTimeout", "window.setInterval", "setImmediate"})
_VM = frozenset({"vm.runInContext", "vm.runInNewContext", "vm.runInThisContext"})
_TEXT_KINDS = frozenset({"string", "template_string"})


def _shortened(node: SgNode) -> str:
    text = " ".join(node.text().split())
    return text if len(text) <= 40 else text[:39] + "…"


def _at(node: SgNode, text: str) -> Fact:
    return Fact(start_line(node), end_line(node), text)


def _defined(source: SourceFile) -> set[str]:
    """The names that the file gives functions of its own."""
    given = (node.field("name") for node in source.nodes("function_definition", "function_declaration"))
    return {name.text() for name in given if name is not None}


def evaluated_text(source: SourceFile, _: Params) -> Iterator[Fact]:
    """Calls that run a text as code; a text that is a constant of the file does not come from outside."""
    flow = Flow(source)
    yield from _python_evals(source, flow) if source.language == "python" else _web_evals(source, flow)


def _python_evals(source: SourceFile, flow: Flow) -> Iterator[Fact]:
    defined = _defined(source)
    for call in source.nodes("call"):
        function = callee(call)
        if function is None or tail(function.text()) not in {"eval", "exec"}:
            continue
        given = positional(call)
        name = flow.names.called(call)
        if name not in _EVALS or not given or name in defined or not flow.parts(given[0]).dynamic:
            continue
        if is_known_code(given[0], flow, runs_files=tail(name) == "exec"):
            continue
        yield _at(call, f"`{name}` runs the text in `{_shortened(given[0])}` as code.")


def _web_evals(source: SourceFile, flow: Flow) -> Iterator[Fact]:
    defined = _defined(source)
    for call in source.nodes("call_expression", "new_expression"):
        given = positional(call)
        if not given:
            continue
        name = flow.names.called(call)
        if name in _TIMERS:
            # A timer takes a function; a text there is code, constant or not.
            if given[0].kind() in _TEXT_KINDS or _is_joined_text(given[0]):
                yield _at(call, f"`{name}` is given a text, which it runs as code.")
        elif name in _WEB_EVALS or name in _CONSTRUCTORS or name in _VM:
            body = given[-1] if tail(name) == "Function" else given[0]
            if name not in defined and flow.parts(body).dynamic:
                yield _at(call, f"`{name}` runs the text in `{_shortened(body)}` as code.")


def _is_joined_text(node: SgNode) -> bool:
    left = node.field("left")
    return node.kind() == "binary_expression" and left is not None and left.kind() in _TEXT_KINDS


NO_SQL_STRINGS = Entry(
    name="no-sql-strings",
    title="SQL whose text is put together from values",
    languages=ALL,
    engines=(Syntax(sql_strings),),
    tier="likely",
    cwe=(89,),
    baseline="SQL is never built from strings.",
    severity="must",
    # The values of a test are the test's own.
    skip_tests=True,
    cues=("sql", "quer", "prepared", "parameteri"),
    phrases=SQL_PHRASES,
    reads=(
        ("Never build SQL with string concatenation.", {}),
        ("Use parameterized queries only", {}),
        ("All queries must be parameterized; no f-strings in SQL.", {}),
        ("SQL is never built from strings.", {}),
        ("Always use prepared statements for database access.", {}),
        ("Prevent SQL injection: bind values as parameters, don't interpolate them into queries", {}),
    ),
    ignores=(
        "Raw SQL is fine in migrations.",
        "Queries live in `src/queries`.",
        "Never run SQL migrations by hand.",
        "No query may take longer than 50 ms.",
        "Use SQLAlchemy instead of raw SQL.",
        "React Query caches are invalidated by key.",
    ),
    words=Words(
        why="A database cannot tell which part of a text you wrote and which part a visitor typed: a quotation mark in "
        "a name is enough to turn data into a command that reads or deletes everything.",
        question="What would the database be asked to do if this value contained a quotation mark and a semicolon?",
        hint="Look up how your driver lets you hand over values beside the statement instead of inside it.",
    ),
    examples=(
        Example("python", 'def f(c, x):\n    c.execute(f"SELECT * FROM t WHERE id = {x}")\n', (2,)),
        Example("python", 'def f(c, x):\n    q = "SELECT a FROM t WHERE id = " + x\n    c.execute(q)\n', (2,)),
        Example(
            "python",
            'def f(c, x):\n    q = "SELECT * FROM t"\n    if x:\n        q += " WHERE a = \'%s\'" % x\n'
            "    c.execute(q)\n",
            (4,),
        ),
        Example(
            "python",
            'def f(c, x):\n    parts = ["SELECT * FROM t"]\n    parts.append(f"WHERE a = {x}")\n'
            '    c.execute(" ".join(parts))\n',
            (3,),
        ),
        Example("python", 'def f(c, r):\n    c.execute(\n        "SELECT a "\n        f"FROM {r.args}"\n    )\n', (3,)),
        Example("python", 'def f(c, x):\n    c.execute("SELECT * FROM t WHERE id = ?", (x,))\n'),
        Example("python", 'T = "t"\ndef f(c):\n    c.execute(f"SELECT * FROM {T}")\n'),
        Example(
            "python",
            "def f(c, ids):\n    marks = ','.join('?' * len(ids))\n"
            "    c.execute(f'SELECT * FROM t WHERE id IN ({marks})', ids)\n",
        ),
        Example("python", 'def f(c):\n    for t in ("a", "b"):\n        c.execute(f"DELETE FROM {t}")\n'),
        Example(
            "python",
            'def f(x):\n    log.info(f"SELECT {x} FROM cache")\n    raise ValueError(f"UPDATE {x} SET failed")\n',
        ),
        Example(
            "python",
            'def f(c, s):\n    if s not in {"a"}:\n        raise ValueError\n'
            '    c.execute(f"SELECT * FROM t ORDER BY {s}")\n',
        ),
        Example("python", 'def f(x):\n    return f"Delete from cart: {x}"\n'),
        Example("python", 'class R:\n    t = "u"\n    def f(self, c):\n        c.execute(f"SELECT * FROM {self.t}")\n'),
        Example("typescript", "const a = (id: string) => db.query(`SELECT * FROM t WHERE id = ${id}`);\n", (1,)),
        Example(
            "typescript",
            "async function f(n: string) {\n  const q = `SELECT * FROM t WHERE n = '${n}'`;\n"
            "  return await client.query<User>(q);\n}\n",
            (2,),
        ),
        Example(
            "javascript",
            'function f(n) {\n  let q = "SELECT * FROM t";\n  if (n) {\n    q += " WHERE n = " + n;\n  }\n'
            "  db.all(q);\n}\n",
            (4,),
        ),
        Example("tsx", "const a = (x: string) => prisma.$queryRawUnsafe(`DELETE FROM t WHERE a = ${x}`);\n", (1,)),
        Example("typescript", "const a = (id: string) => prisma.$queryRaw<U[]>`SELECT * FROM t WHERE id = ${id}`;\n"),
        Example("typescript", "const a = (id: string) => sql`SELECT * FROM t WHERE id = ${id}`;\n"),
        Example("typescript", 'const a = (id: string) => db.query("SELECT * FROM t WHERE id = $1", [id]);\n'),
        Example(
            "typescript",
            "const a = (ids: string[]) =>\n"
            '  db.query(`SELECT * FROM t WHERE id IN (${ids.map((_, i) => `$${i + 1}`).join(",")})`, ids);\n',
        ),
        Example("tsx", "const A = (p: P) => <p title={`SELECT ${p.a} FROM b`}>{`Select ${p.a} from list`}</p>;\n"),
        *MORE_EXAMPLES,
    ),
)

_EVAL = r"`?(?:eval|exec|new function)\b(?:\(\))?`?"

NO_EVAL = Entry(
    name="no-eval",
    title="text that is run as code (`eval`, `exec`, `new Function`)",
    languages=ALL,
    engines=(Syntax(evaluated_text),),
    cwe=(95,),
    baseline="Text from outside is never run as code.",
    severity="must",
    # Tests of a parser or a console run texts on purpose.
    skip_tests=True,
    cues=("eval", "exec", "new function"),
    phrases=(
        Phrase(
            rf"(?:^|[^\w-]){{NEVER}}(?![\w-])(?: (?:ever|use|using|call|calling|allow|uses? of"
            rf"|or))*\s+(?:the )?{_EVAL}",
            unless=r"\b(?:exec|eval) (?:forms?|into|suites?|sets?|runs?|plugins?|mode)\b",
        ),
        Phrase(r"`(?:eval|exec|new function)(?:\(\))?`{GAP}{BANNED}"),
        Phrase(r"^(?:eval|eval\(\)){GAP}{BANNED}"),
    ),
    reads=(
        ("Never use eval().", {}),
        ("No `eval` or `exec`", {}),
        ("Avoid `eval()` and `new Function()` at all costs", {}),
        ("`eval` is forbidden.", {}),
        ("Do not use `exec`.", {}),
    ),
    ignores=(
        "Run `docker compose exec web bash` to open a shell.",
        "Never run the eval suite on production data.",
        "`model.eval()` is called before inference.",
        "No evals are needed for documentation changes.",
        "Do not execute commands without asking.",
        "Never use exec form in the Dockerfile CMD with variables.",
    ),
    words=Words(
        why="Code that is made out of text can do everything your program can do: read files, send data away, delete "
        "it. Whoever can influence the text decides what happens.",
        question="Who could put characters into this text, and what is the worst program they could write there?",
        hint="Ask what the text is meant to say: a number, a name, a formula? There is a reader for data that runs "
        "nothing.",
    ),
    examples=(
        Example("python", "def f(x):\n    return eval(x)\n", (2,)),
        Example("python", 'def f(x):\n    exec(f"a = {x}")\n', (2,)),
        Example("python", "import builtins\n\ndef f(p):\n    builtins.exec(compile(p.read(), 'f', 'exec'))\n", (4,)),
        Example("python", "import ast\n\ndef f(x):\n    exec(compile(ast.parse(x), 'f', 'exec'))\n", (4,)),
        Example("python", "import ast\n\ndef f(x):\n    exec(compile(ast.unparse(x), 'f', 'exec'))\n", (4,)),
        Example("python", "def f(mo, code: str):\n    exec(code)\n    return eval(mo.group(1))\n", (2, 3)),
        Example(
            "python", "def f(p, c):\n    with connect(c) as s:\n        exec(compile(s.read(), p, 'exec'))\n", (3,)
        ),
        Example(
            "python",
            "def f(p, ns):\n    with open(p, 'rb') as s:\n        exec(compile(s.read(), p, 'exec'), ns)\n"
            "    with open(p) as s:\n        text = s.read()\n    code = compile(text, p, 'exec')\n    exec(code, ns)\n"
            "    exec(compile(open(p).read().replace('\\r', ''), p, 'exec'))\n",
        ),
        Example(
            "python",
            "import ast, types\n\ndef f(code: types.CodeType, tree: ast.Expression, x):\n    exec(code)\n"
            "    eval(compile(tree, 'f', 'eval'))\n    body = ast.parse(x)\n"
            "    body = Checked().visit(body)\n    built = compile(body, 'f', 'exec')\n    exec(built)\n",
        ),
        Example("python", "import marshal\n\ndef f(s):\n    code = marshal.loads(s)\n    exec(code)\n"),
        Example("python", "import ast\n\ndef f(x):\n    return ast.literal_eval(x)\n"),
        Example("python", "def f(model, redis, df, x):\n    model.eval()\n    redis.eval(x)\n    df.eval(x)\n"),
        Example("python", "# eval(x)\ns = 'eval(x)'\ny = eval('1 + 1')\n"),
        Example("python", "def eval(x):\n    return x\n\nprint(eval(input()))\n"),
        Example("python", "class A:\n    def exec(self, q):\n        return self.session.exec(q)\n"),
        Example("javascript", "function f(x) {\n  return eval(x);\n}\n", (2,)),
        Example("typescript", 'const f = (b: string) => new Function("a", `return ${b}`);\n', (1,)),
        Example("typescript", 'setTimeout("tick()", 100);\n', (1,)),
        Example("tsx", "import vm from 'node:vm';\nconst f = (c: string) => vm.runInNewContext(c);\n", (2,)),
        Example("typescript", "const m = /a+/.exec(x);\nawait db.exec(sql);\n"),
        Example("typescript", "setTimeout(() => tick(), 100);\nsetTimeout(tick, 100);\n"),
        Example("javascript", "client.eval(script, 1, key);\n"),
        Example("tsx", "const f: Function = g;\nnew FunctionRunner(x);\n"),
    ),
)

ENTRIES = (NO_SQL_STRINGS, NO_EVAL)
