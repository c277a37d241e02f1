"""Coroutines and promises that nobody waits for: the check and the proof of `no-floating-promise`."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.asynchronous.instances import Instances
from teaching.review.catalogue.callsites import CALL_KINDS, arguments, inner, is_async, own_nodes, path
from teaching.review.catalogue.errors.awaited import guard_of
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase, forbids
from teaching.review.source import ALL, SourceFile, end_line, span, start_line

HOOKS = frozenset({"useCallback", "React.useCallback"})
CLASS_KINDS = frozenset({"class_definition", "class_declaration", "class"})
INLINE_KINDS = frozenset({"arrow_function", "function_expression"})
BINDING_KINDS = (
    "variable_declarator",
    "import_specifier",
    "import_clause",
    "formal_parameters",
    "parameters",
    "import_from_statement",
    "import_statement",
    "assignment",
    "for_statement",
)

Scope = tuple[int, int]


def floating_calls(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Statements that call an `async` function of the same file and drop what it returns."""
    del params
    if "async" not in source.text:
        return
    functions, methods = _declared(source)
    if not functions and not methods:
        return
    others, instances = _other_bindings(source, functions), Instances(source)
    python = source.language == "python"
    for statement in source.nodes("expression_statement"):
        call = inner(statement)
        name = path(call) if call is not None and call.kind() in CALL_KINDS else ""
        if not name:
            continue
        owner, _, method = name.partition(".")
        if method and owner in {"self", "this", "cls"}:
            called = methods.get((method, _class_of(statement)), [])
        elif method and "." not in method and not functions.get(name):
            called = _of_instance(call, method, instances, methods)
        else:
            called = functions.get(name, []) if name not in others else []
        if not called or not all(is_async(function) for function in called):
            continue
        if python:
            text = f"`{name}(…)` makes a coroutine that is never awaited, so its body does not run."
        elif any(_may_fail(function) for function in called):
            text = f"`{name}(…)` returns a promise that is neither awaited, returned nor handled."
        else:
            continue
        yield Fact(start_line(statement), end_line(statement), text)


def _of_instance(
    call: SgNode | None, method: str, instances: Instances, methods: dict[tuple[str, Scope | None], list[SgNode]]
) -> list[SgNode]:
    """What `job.run()` calls where `job` can only be an instance of a class of this file."""
    function = call.field("function") if call is not None else None
    holder = function.field("object") if function is not None else None
    owner = instances.owner(holder) if holder is not None and holder.kind() == "identifier" else None
    for one in instances.above(owner) if owner is not None else ():
        found = methods.get((method, span(one)), [])
        if found:
            return found
    return []


def _declared(source: SourceFile) -> tuple[dict[str, list[SgNode]], dict[tuple[str, Scope | None], list[SgNode]]]:
    """Functions by name and methods by name and class; nothing at all where none of them is `async`."""
    functions: dict[str, list[SgNode]] = {}
    methods: dict[tuple[str, Scope | None], list[SgNode]] = {}
    kinds = ("function_definition", "function_declaration", "generator_function_declaration", "method_definition")
    for node in source.nodes(*kinds):
        name, parent = node.field("name"), node.parent()
        if name is None or parent is None:
            continue
        # A decorator may make anything of the function: a task, a command, a plain function.
        decorated = parent.kind() == "decorated_definition" or parent.kind() == "class_body" and _has_decorator(node)
        body = parent.parent() if decorated and parent.kind() == "decorated_definition" else parent
        holder = body.parent() if body is not None else None
        if holder is not None and holder.kind() in CLASS_KINDS:
            methods.setdefault((name.text(), span(holder)), []).append(parent if decorated else node)
        else:
            functions.setdefault(name.text(), []).append(parent if decorated else node)
    for node in source.nodes("variable_declarator", "public_field_definition", "field_definition"):
        name, value = node.field("name") or node.field("property"), _function_value(node.field("value"))
        if name is None or value is None:
            continue
        if node.kind() == "variable_declarator":
            functions.setdefault(name.text(), []).append(value)
        else:
            methods.setdefault((name.text(), _class_of(node)), []).append(value)
    return functions, methods


def _has_decorator(node: SgNode) -> bool:
    before = node.prev()
    return (before is not None and before.kind() == "decorator") or node.children()[0].kind() == "decorator"


def _function_value(value: SgNode | None) -> SgNode | None:
    if value is not None and value.kind() in CALL_KINDS and path(value) in HOOKS:
        value = next(iter(arguments(value)), None)
    return value if value is not None and value.kind() in INLINE_KINDS else None


def _other_bindings(source: SourceFile, functions: dict[str, list[SgNode]]) -> set[str]:
    """Names that also stand for something else in this file: a parameter, an import, a plain value."""
    wanted = {name for name, nodes in functions.items() if any(is_async(node) for node in nodes)}
    found: set[str] = set()
    if not wanted:
        return found
    for node in source.nodes(*BINDING_KINDS):
        if node.kind() == "variable_declarator":
            name = node.field("name")
            places = [name] if name is not None and _function_value(node.field("value")) is None else []
        elif node.kind() in {"assignment", "for_statement"}:
            left = node.field("left")
            places = [left] if left is not None and left.kind() not in {"attribute", "subscript"} else []
        else:
            places = [node]
        for place in places:
            found |= {leaf.text() for leaf in own_nodes(place) if leaf.kind().startswith(("identifier", "shorthand"))}
    return found & wanted


def _class_of(node: SgNode) -> Scope | None:
    for ancestor in node.ancestors():
        if ancestor.kind() in CLASS_KINDS:
            return span(ancestor)
        if ancestor.kind() == "function_declaration":
            return None
    return None


def _may_fail(function: SgNode) -> bool:
    """Whether an error can leave the function: one that answers for all its awaits can be left alone."""
    body = function.field("body")
    if body is not None and body.kind() in CALL_KINDS:
        return True
    for node in own_nodes(function):
        given = inner(node) if node.kind() == "return_statement" else None
        waits = node.kind() == "await_expression" or (given is not None and given.kind() in CALL_KINDS)
        if waits and not guard_of(node).tries and ".catch(" not in node.text():
            return True
    return False


_PERMITS = r"\b(?:may|fine|okay?|allowed|unless|only (?:in|for|when)|crash\w*)\b"
_THING = r"(?:promises?|coroutines?)"

NO_FLOATING_PROMISE = Entry(
    name="no-floating-promise",
    title="calls of `async` functions of the same file whose promise or coroutine nobody awaits",
    languages=ALL,
    engines=(Syntax(floating_calls),),
    cues=("promise", "coroutine", "async"),
    phrases=(
        *forbids(rf"(?:floating|dangling|unawaited|un-awaited|unhandled|orphan(?:ed)?) {_THING}", unless=_PERMITS),
        *forbids(rf"(?:leave|forget|drop) (?:an? |any )?{_THING}", unless=_PERMITS),
        Phrase(
            rf"\b(?:every|each|all|any)\b[^.;]{{{{0,15}}}}\b{_THING} "
            r"(?:is|are|must be|should be|needs? to be|ha(?:s|ve) to be) (?:always )?(?:awaited|handled|returned)\b",
            {},
            _PERMITS,
        ),
        Phrase(rf"\b{_THING} (?:must|should|are) (?:always )?(?:be )?(?:always )?awaited\b", {}, _PERMITS),
        Phrase(
            rf"\b(?:always|must|never forget to|don't forget to) `?await`?"
            rf" (?:your |all |every |any |each )?(?:{_THING}|async(?:hronous)? (?:calls?|functions?))\b",
            {},
            _PERMITS,
        ),
        Phrase(r"\b(?:always|must) handle (?:all |every )?(?:promise rejections?|rejected promises?)\b", {}, _PERMITS),
        Phrase(rf"^`?await`? (?:all|every) (?:{_THING}|async(?:hronous)? (?:calls?|functions?))\b", {}, _PERMITS),
    ),
    reads=(
        ("No floating promises", {}),
        ("Every promise must be awaited, returned or handled", {}),
        ("Always await promises.", {}),
        ("Async: never leave a promise unhandled", {}),
        ("Coroutines must always be awaited", {}),
        ("Await every async call", {}),
        ("Always handle promise rejections", {}),
        ("Zero tolerance for floating promises: they cause unhandled rejections", {}),
    ),
    ignores=(
        "Unhandled promise rejections crash the process.",
        "Floating promises are fine in event handlers.",
        "The coroutine is awaited by the scheduler.",
        "No promises about delivery dates in issues.",
        "Avoid raw promises, use async/await.",
        "Always use async functions.",
    ),
    tier="likely",
    words=Words(
        why="What an asynchronous call returns carries its result and its failure. Dropped, the failure reaches nobody "
        "and the code goes on before the work is done; in Python the work never even starts.",
        question="Who learns about it when the work that is started here fails, and has it ended on the next line?",
        hint="Look at what the called function hands back, and at what this statement does with it.",
    ),
    examples=(
        Example("python", "async def save():\n    pass\n\n\nasync def main():\n    save()\n", (6,)),
        Example(
            "python",
            "class A:\n    async def save(self):\n        pass\n    def go(self):\n        self.save()\n",
            (5,),
        ),
        Example("python", "def f():\n    async def g():\n        yield 1\n    g()\n", (4,)),
        Example(
            "python",
            "class Base:\n    async def stop(self): ...\nclass A(Base):\n    def look(self): ...\ndef f():\n"
            "    a = A()\n    a.look()\n    a.stop()\n",
            (8,),
        ),
        Example(
            "python",
            "class A:\n    async def stop(self): ...\ndef f(a, b=None):\n    a.stop()\n    b = A() if b else C()\n"
            "    b.stop()\n    d = A()\n    return d.stop()\n",
        ),
        Example(
            "typescript",
            "class A { async s() { await f(); } n() {} }\nfunction g() {\n  const a = new A();\n  a.s();\n  a.n();\n"
            "  void a.s();\n}\n",
            (4,),
        ),
        Example("python", "async def f():\n    pass\nasync def main():\n    await f()\n    x = f()\n    run(f())\n"),
        Example("python", "@task\nasync def f():\n    pass\nf()\n"),
        Example("python", "async def f():\n    pass\ndef g(f):\n    f()\n"),
        Example(
            "python",
            "class A:\n    async def f(self): ...\nclass B:\n    def f(self): ...\n"
            "    def g(self):\n        self.f()\n",
        ),
        Example("python", "class A:\n    async def f(self): ...\ndef f(): ...\nf()\nother.f()\n"),
        Example("typescript", "async function save() { await db.put(x); }\nfunction onClick() {\n  save();\n}\n", (3,)),
        Example(
            "tsx",
            "const load = useCallback(async () => {\n  setA(await get());\n}, []);\n"
            "useEffect(() => {\n  load();\n}, []);\n",
            (5,),
        ),
        Example("typescript", "class A {\n  private async s() { await f(); }\n  go() { this.s(); }\n}\n", (3,)),
        Example("javascript", "const go = async () => fetch('/x');\nif (ok) {\n  go();\n}\n", (3,)),
        Example(
            "typescript",
            "async function a() { await b(); }\nasync function c() { await a(); void a(); return a(); }\n"
            "a().catch(report);\na().then(show, report);\nconst p = a();\nconst q = () => a();\n",
        ),
        Example("typescript", "async function a() { try { await b(); } catch (e) { report(e); } }\na();\n"),
        Example("typescript", "async function a() { await b(); }\nfunction c(a: () => void) { a(); }\n"),
        Example("tsx", "class A { async s() { await f(); } }\nclass B { s() {} go() { this.s(); } }\nother.s();\n"),
        Example("javascript", "function a() {}\na();\nasync function b() { log('x'); }\nb();\n// b();\n"),
    ),
    baseline="A promise or coroutine is awaited, returned or handled.",
    severity="must",
)
