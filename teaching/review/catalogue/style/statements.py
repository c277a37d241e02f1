"""Style in TypeScript and JavaScript: braces, joined strings, classes."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.callsites import named, path
from teaching.review.catalogue.wording import EXCUSED, clip
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import WEB, SourceFile, end_line, start_line

_BODIES = {
    "if_statement": ("consequence", "if"),
    "for_statement": ("body", "for"),
    "for_in_statement": ("body", "for"),
    "while_statement": ("body", "while"),
    "do_statement": ("body", "do"),
}
_BOUNDARY = frozenset({"componentDidCatch", "getDerivedStateFromError"})
# Classes of these kinds have no other form: the platform asks for them.
_FOREIGN = re.compile(r"(?:Error|Exception)$|^(?:HTML\w*Element|Error\w*|AudioWorkletProcessor|EventTarget)$")


def bare_bodies(source: SourceFile, params: Params) -> Iterator[Fact]:
    """`if`, `else`, `for` and `while` whose body is a statement without braces."""
    del params
    for kind, (field, word) in _BODIES.items():
        for node in source.nodes(kind):
            body = node.field(field)
            if body is not None and body.kind() not in {"statement_block", "empty_statement"}:
                yield Fact(start_line(node), end_line(body), f"The body of this `{word}` has no braces.")
    for node in source.nodes("else_clause"):
        body = next(iter(named(node)), None)
        if body is not None and body.kind() not in {"statement_block", "if_statement"}:
            yield Fact(start_line(node), end_line(body), "The body of this `else` has no braces.")


def joined_strings(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Texts that are put together with `+` from a string and something else, once for each whole sum."""
    del params
    seen: set[int] = set()
    for node in source.nodes("binary_expression"):
        above = node.parent()
        while above is not None and above.kind() == "parenthesized_expression":
            above = above.parent()
        if not _is_sum(node) or (above is not None and _is_sum(above)):
            continue
        parts = list(_operands(node))
        texts = [part for part in parts if part.kind() in {"string", "template_string"}]
        # An empty string turns a value into a text, and is nothing to put it into.
        said = [part for part in texts if len(part.text()) > 2]
        line = start_line(node)
        if said and len(texts) < len(parts) and line not in seen:
            seen.add(line)
            yield Fact(line, end_line(node), f"`{clip(node.text())}` joins strings and values with `+`.")


def _is_sum(node: SgNode) -> bool:
    operator = node.field("operator") if node.kind() == "binary_expression" else None
    return operator is not None and operator.text() == "+"


def _operands(node: SgNode) -> Iterator[SgNode]:
    stack = [node]
    while stack:
        current = stack.pop()
        if _is_sum(current):
            sides = (current.field("right"), current.field("left"))
            stack.extend(side for side in sides if side is not None)
        elif current.kind() == "parenthesized_expression" and named(current) and _is_sum(named(current)[0]):
            stack.append(named(current)[0])
        else:
            yield current


def class_declarations(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Classes, but for errors, error boundaries of React, and elements of the platform."""
    del params
    for node in source.nodes("class_declaration", "abstract_class_declaration", "class"):
        if not node.is_named() or any(above.kind() == "ambient_declaration" for above in node.ancestors()):
            continue
        name, body = node.field("name"), node.field("body")
        shown = name.text() if name is not None else ""
        members = {_member(member) for member in named(body)} if body is not None else set[str]()
        if _FOREIGN.search(shown) or _FOREIGN.search(_base(node)) or members & _BOUNDARY:
            continue
        line = start_line(node)
        yield Fact(line, line, f"`{shown}` is a class." if shown else "A class without a name is made here.")


def _base(node: SgNode) -> str:
    heritage = next((child for child in node.children() if child.kind() == "class_heritage"), None)
    extended = next(iter(named(heritage)), None) if heritage is not None else None
    if extended is not None and extended.kind() == "extends_clause":
        extended = extended.field("value")
    return path(extended).rpartition(".")[2]


def _member(member: SgNode) -> str:
    name = member.field("name") or member.field("property")
    return name.text() if name is not None else ""


_NO = r"(?<![\w-])(?:never|no|not|don't|do not|avoid|must not|cannot|should not|shouldn't|mustn't|❌|🚫)(?![\w-])[:,]?"
_BRACES = r"(?:curly )?(?:braces|curlies|curly brackets)"
_STATEMENTS = (
    r"(?:`?(?:if|else|for|while|loops?|control (?:structures?|flow|statements?)|conditionals?|blocks?|branch"
    r"(?:es)?|bod(?:y|ies)|single-line \w+|one-line \w+|one-liners)`?)"
)

BRACES = Entry(
    name="braces",
    title="`if`, `else`, `for` and `while` without braces",
    languages=WEB,
    engines=(Syntax(bare_bodies),),
    cues=("brace", "curl", "braceless"),
    phrases=(
        Phrase(
            rf"\b(?:always|must|should|use|require|required?|put|write)\b[^.;]{{{{0,20}}}}\b{_BRACES}\b(?:"
            rf"\s(?:for|around|in|on|with|even|,)\b[^.;]{{{{0,30}}}}?(?:{_STATEMENTS}|single|one)|\s?(?:$|[.,;:(—–]))",
            {},
            rf"{EXCUSED}|\b(?:never|don't|do not|omit|skip|no)\b[^.;]{{{{0,25}}}}brace|\b(?:import|jsx"
            r"|f-strings?|same line|next line|new line|opening|spaces?)\b",
        ),
        Phrase(
            rf"\b{_BRACES}\s(?:are |is )?(?:always |strictly )?(?:required|mandatory|always|everywhere|even for"
            r"|around (?:all|every)|on (?:all|every))\b",
            {},
            rf"{EXCUSED}|\b(?:same|next|new) line\b",
        ),
        Phrase(
            rf"{_NO}(?:\s(?:omit|skip|drop|leave out|use|write|any))*\s(?:(?:the )?{_BRACES}\s(?:for|around|on"
            rf"|from|of|in)\s[^.;]{{{{0,20}}}}{_STATEMENTS}|(?:brace-?less"
            rf"|unbraced)\s[^.;]{{{{0,15}}}}{_STATEMENTS}|(?:single-line |one-line )?{_STATEMENTS}"
            rf"(?: statements?)? without {_BRACES})",
            {},
            EXCUSED,
        ),
        Phrase(rf"{_NO}\s(?:omit|skip|drop|leave out)\s(?:the )?{_BRACES}", {}, EXCUSED),
        Phrase(
            rf"(?:^\W*(?:[\w /-]{{{{1,24}}}}:\W*)?|\b(?:all|every|each)\s)(?:all |every |each )?{_STATEMENTS}"
            rf"(?:(?:,|/| and|,? or)\s?{_STATEMENTS})*(?: statements?| bodies)?\s(?:must |should |always )*"
            rf"(?:have|has|uses?|get|gets|need|needs|be in|with)\s{_BRACES}",
            {},
            EXCUSED,
        ),
    ),
    reads=(
        ("Always use braces", {}),
        ("Always use curly braces for control structures, even for single-line bodies.", {}),
        ("Braces are required around every `if`", {}),
        ("No braceless if statements", {}),
        ("**Style:** curly braces on all `if`/`else`/`for`", {}),
        ("Never omit braces.", {}),
        ("Every `if`, `else` and `for` has braces", {}),
        ("No single-line ifs without braces", {}),
        ("Use braces even for one-line blocks", {}),
    ),
    ignores=(
        "Opening braces stand on the same line.",
        "Use curly braces in imports.",
        "Escape braces in f-strings.",
        "Omit braces for single-line ifs.",
        "JSX expressions stand in curly braces.",
        "Braces are optional around one statement.",
    ),
    words=Words(
        why="Without braces only the next statement belongs to the condition, however the lines are indented. A line "
        "that is added below looks as if it belonged to it and runs always.",
        question="Which line would somebody add here next, and would it still depend on the condition?",
        hint="Look at where the statement ends for the parser, not for the eye.",
    ),
    examples=(
        Example("typescript", "if (a) b();\nelse c();\n", (1, 2)),
        Example("javascript", "for (const x of xs) f(x);\nwhile (a)\n  b();\nfor (;;) if (c) { d(); }\n", (1, 2, 4)),
        Example("tsx", "const A = () => {\n  if (!a) return null;\n  do b(); while (c);\n  return <p/>;\n};\n", (2, 3)),
        Example("typescript", "if (a) {\n  b();\n} else if (c) {\n  d();\n} else {\n  e();\n}\nfor (;;) { f(); }\n"),
        Example("tsx", "const A = () => (a ? <p/> : b && <i/>);\nconst f = () => g();\n"),
        Example(
            "javascript",
            "// if (a) b();\nconst s = 'if (a) b();';\nwhile (next());\nlabel: for (const x of y) { break; }\n",
        ),
    ),
)

_TEMPLATES = r"(?:`?template (?:literals?|strings?)`?|`?backticks?`?|string interpolation|template[- ]literal syntax)"
_CONCAT = (
    r"(?:string )?(?:concatenations?|concatenating(?: strings?)?|concat\b|`\+`|\+ (?:operator|concatenation)"
    r"|string addition)"
)

PREFER_TEMPLATE = Entry(
    name="prefer-template",
    title="strings joined with `+` to values where a template literal would do",
    languages=WEB,
    engines=(Syntax(joined_strings),),
    cues=("template", "concat", "interpolation", "backtick"),
    phrases=(
        Phrase(
            rf"{_TEMPLATES}[^.;]{{{{0,30}}}}(?:instead of|over|rather than|,? not|,? never|\(not|,? no)"
            rf"\s(?:use )?(?:plain )?{_CONCAT}",
            {},
            rf"{EXCUSED}|\bf-strings?\b|\bpython\b|\bsql\b",
        ),
        Phrase(
            r"(?:^\W*(?:[\w /-]{{1,24}}:\W*)?|[;,:.] |\b(?:always|must|prefer)\s)(?:always |please )?(?:use"
            rf"|prefer) {_TEMPLATES}(?:\s?(?:$|[.,;(—–])|\s(?:for|when|to) (?:all |any |building |combin\w+ "
            r"|interpolat\w+ |compos\w+ |concatenat\w+ |dynamic )*(?:strings?|string interpolation"
            r"|interpolation|values|concatenation)\b)",
            {},
            rf"{EXCUSED}|\bf-strings?\b|\bpython\b|\bsql\b|\bhtml\b|\bnever\b",
        ),
        Phrase(
            rf"{_NO}(?:\s(?:ever|use|using|do))*\s{_CONCAT}(?:\s(?:of strings|with `?\+`?|for strings))?(?=\s?"
            r"(?:$|[.,;:)(—–]|-> |→ |\buse template))[^.;]{{0,5}}(?=.*(?:template|backtick))",
            {},
            rf"{EXCUSED}|\bsql\b|\bf-strings?\b|\bpython\b|\bclass ?names?\b",
        ),
        Phrase(r"\bprefer-template\b", {}, r"\boff\b|\bdisabled?\b"),
        Phrase(
            r"\b(?:never|don't|do not|avoid)\s(?:concatenate|concat|join|build)(?:ing)? strings (?:with|by"
            r"|using) `?\+`?(?: operator)?(?! in sql)",
            {},
            rf"{EXCUSED}|\bsql\b|\bpython\b|\bquer",
        ),
    ),
    reads=(
        ("Use template literals instead of string concatenation", {}),
        ("Prefer template literals over concatenation.", {}),
        ("- template strings, not `+`", {}),
        ("**Strings:** use template literals", {}),
        ("Never concatenate strings with `+`", {}),
        ("`prefer-template` is on", {}),
        ("No string concatenation, use template literals", {}),
        ("Always use template literals for string interpolation", {}),
    ),
    ignores=(
        "Never build SQL by string concatenation.",
        "Use f-strings instead of concatenation in Python.",
        "Templates live in `templates/`.",
        "Use template literals for HTML only in tests.",
        "Concatenate the files in order.",
        "Use `cn()` over template literals for class names.",
    ),
    words=Words(
        why="In a sum the quotes, spaces and signs of the text lie between the values, and a number on either side may "
        "be added instead of joined. In one text the reader sees what will stand there.",
        question="What does the whole text look like once the values are in it?",
        hint="Read the parts from left to right as one line: where does a space or a quote hang on a part alone?",
    ),
    examples=(
        Example("typescript", "const s = 'a ' + b + ' c';\nconst t = a + \"!\";\n", (1, 2)),
        Example("javascript", "throw new Error(\n  'no ' + (a + ' b') +\n    c,\n);\nconst u = `a` + b;\n", (2, 5)),
        Example("tsx", "const A = () => <p className={'a-' + b}>{'x' + y}</p>;\n", (1,)),
        Example("typescript", "const s = `a ${b} c`;\nconst n = 1 + 2;\nconst l = 'a' + 'b';\nconst k = a + b;\n"),
        Example(
            "javascript",
            "const s = x + '';\ns += 'a';\nconst t = 'long text' +\n  ' that goes on';\nconst u = 'a' - b;\n",
        ),
        Example(
            "tsx", "// 'a' + b\nconst s = \"'a' + b\";\nconst A = () => <p>a + {b}</p>;\nconst t = f('a') + g('b');\n"
        ),
    ),
)

_CLASSES = (
    r"(?:(?:es6|typescript|ts|javascript|js|service|custom|new|own) )*`?class(?:es)?`?(?: declarations?| syntax"
    r"| keyword)?(?![\w-])(?! (?:components?|names?|based|inheritance|hierarch\w*|methods?|fields?|prop|propert"
    r"|attribut|selectors?|librar|files?))"
)
_CSS = r"\b(?:css|tailwind|utility|react|component|class ?name|python|pydantic|dataclass)\w*\b|\bstyle ?sheet"

NO_CLASSES = Entry(
    name="no-classes",
    title="class declarations, but for errors and what the platform asks for",
    languages=WEB,
    engines=(Syntax(class_declarations),),
    cues=("class",),
    phrases=(
        Phrase(
            rf"{_NO}(?:\s(?:ever|use|using|write|writing|create|define|declare|introduce|any"
            rf"|add))*\s{_CLASSES}(?:\s?(?:$|[.,;:!)(—–]|-> |→ )|\s(?:in|at all|anywhere|use\b|ever\b))",
            {},
            rf"{EXCUSED}|{_CSS}",
        ),
        Phrase(
            r"\b(?:prefer|use|favou?r|write)\s(?:pure |plain |simple |small |factory |arrow |composable )*"
            r"(?:functions?|functional (?:code|style|programming|patterns?)|closures|modules|objects)"
            rf"(?: and [\w ]{{{{2,20}}}})?,?\s(?:over|instead of|rather than|not|never|no)\s{_CLASSES}(?=\s?(?:$"
            r"|[.,;:!)(—–]|where possible|wherever))",
            {},
            rf"{EXCUSED}|{_CSS}",
        ),
        Phrase(
            r"(?:^\W*(?:[\w /-]{{1,24}}:\W*)?)(?:pure |plain |simple |factory )*functions?"
            rf"(?: are preferred)?[,*]{{{{0,3}}}}\s(?:over|not|instead of|no)\s{_CLASSES}(?=\s?(?:$|[.,;:!)(—–]))",
            {},
            rf"{EXCUSED}|{_CSS}",
        ),
        Phrase(
            rf"(?:^\W*|[;,:.] ){_CLASSES}\s(?:are|is)\s(?:strictly )?(?:forbidden|banned|prohibited|not "
            r"(?:allowed|used|permitted)|never used)\b",
            {},
            rf"{EXCUSED}|{_CSS}",
        ),
        Phrase(r"\bfunctions (?:only|exclusively),? (?:no|never) classes\b", {}, _CSS),
    ),
    reads=(
        ("No classes", {}),
        ("Avoid classes, prefer functions", {}),
        ("Prefer functions over classes.", {}),
        ("**Functions are preferred** over classes.", {}),
        ("- Don't use classes; use plain functions and objects", {}),
        ("Use functions instead of classes", {}),
        ("Classes are forbidden.", {}),
        ("Never write classes in this project", {}),
        ("Functional style: no classes", {}),
    ),
    ignores=(
        "No class components.",
        "Avoid CSS classes with more than two words.",
        "No classes longer than 200 lines.",
        "Use Tailwind classes, no inline styles.",
        "Prefer functions over class components",
        "Do not use classes unless state has to be kept.",
        "No class names in tests.",
        "Use dataclasses over plain classes in Python.",
    ),
    words=Words(
        why="In a project that is written in functions, one class brings `this`, inheritance and a second way to hold "
        "state: whoever calls it has to know which of the two worlds they are in.",
        question="What does this class remember between two calls, and who needs it to?",
        hint="List the methods that use no field at all, and then what is left of the state.",
    ),
    examples=(
        Example("typescript", "export class UserService {\n  get() {}\n}\nexport abstract class B {}\n", (1, 4)),
        Example("javascript", "const A = class {};\nclass C extends D {}\n", (1, 2)),
        Example("tsx", "class A extends React.Component {\n  render() { return <p/>; }\n}\n", (1,)),
        Example(
            "typescript",
            "class AppError extends Error {}\nclass HttpException extends Base {}\n"
            "class X extends errors.NotFoundError {}\n",
        ),
        Example(
            "tsx",
            "class Boundary extends React.Component<P> {\n  componentDidCatch() {}\n}\n"
            "const A = () => <p class='class A {}'/>;\n",
        ),
        Example(
            "javascript",
            "// class A {}\nconst s = 'class A {}';\nclass MyTag extends HTMLElement {}\nconst o = { class: 1 };\n",
        ),
        Example("typescript", "declare class A {}\ninterface B {}\ntype C = typeof A;\nclassify(x);\n"),
    ),
)

ENTRIES = (BRACES, PREFER_TEMPLATE, NO_CLASSES)
