"""Ways to silence the type checker: ignoring comments, non-null assertions, type assertions."""

import re
from collections.abc import Iterator

from teaching.review.catalogue.wording import bans, clip, names_of
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.source import PYTHON, TYPESCRIPT, WEB, SourceFile, start_line

# TypeScript reads a directive only at the beginning of a comment, or of the last line of a block.
_DIRECTIVE = re.compile(r"(?://+|/\*+|^\s*\*?)\s*(@ts-(?:ignore|nocheck|expect-error))\b", re.MULTILINE)
_TYPE_IGNORE = re.compile(r"#\s*type:\s*ignore\b")


def silenced_lines(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Comments that begin with one of the named `@ts-…` directives."""
    named = {name.strip("`").lstrip("@") for name in names_of(params, "directives")}
    for node in source.nodes("comment"):
        found = _DIRECTIVE.search(node.text())
        if found is not None and found[1].lstrip("@") in named:
            line = start_line(node)
            yield Fact(line, line, f"The comment `{found[1]}` switches type checking off here.")


def type_ignores(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Python comments `# type: ignore`, with or without a code."""
    for node in source.nodes("comment"):
        if _TYPE_IGNORE.search(node.text()):
            line = start_line(node)
            yield Fact(line, line, "The comment `# type: ignore` switches type checking off on this line.")


def non_null(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Each `x!`; the definite assignment `name!: Type` is another construct."""
    for node in source.nodes("non_null_expression"):
        line = start_line(node)
        yield Fact(line, line, f"`{clip(node.text())}` asserts that the value is there.")


def type_assertions(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Each `x as T` and `<T>x`, but for `as const`; of nested ones the outermost."""
    for node in source.nodes("as_expression", "type_assertion"):
        parent = node.parent()
        if parent is not None and parent.kind() in {"as_expression", "type_assertion"}:
            continue
        children = node.children()
        if children and children[-1].text() != "const":
            line = start_line(node)
            yield Fact(line, line, f"`{clip(node.text())}` asserts a type that the compiler did not find.")


_IGNORE = r"`?(?://\s*)?@?ts-ignore`?(?: comments?| directives?)?"
_EXPECT = r"`?(?://\s*)?@?ts-expect-error`?(?: comments?| directives?)?"
_NOCHECK = r"`?(?://\s*)?@?ts-nocheck`?(?: comments?| directives?)?"
_OR = r"(?:,|,? (?:or|nor|and)|\s?/)\s?"
_EVERY = ("@ts-ignore", "@ts-nocheck", "@ts-expect-error")

NO_TS_IGNORE = Entry(
    name="no-ts-ignore",
    title="comments that switch the TypeScript checker off",
    languages=WEB,
    engines=(Syntax(silenced_lines),),
    cues=("ts-ignore", "ts-nocheck", "ts-expect-error", "ts-ignores"),
    phrases=(
        *bans(rf"{_IGNORE}{_OR}{_EXPECT}{_OR}{_NOCHECK}|{_IGNORE}{_OR}{_NOCHECK}{_OR}{_EXPECT}", directives=_EVERY),
        *bans(rf"{_IGNORE}{_OR}{_EXPECT}|{_EXPECT}{_OR}{_IGNORE}", directives=("@ts-ignore", "@ts-expect-error")),
        *bans(rf"{_IGNORE}{_OR}{_NOCHECK}|{_NOCHECK}{_OR}{_IGNORE}", directives=("@ts-ignore", "@ts-nocheck")),
        *bans(_IGNORE, directives=("@ts-ignore",)),
        *bans(_NOCHECK, directives=("@ts-nocheck",)),
        *bans(_EXPECT, directives=("@ts-expect-error",)),
    ),
    reads=(
        ("Never use @ts-ignore", {"directives": ("@ts-ignore",)}),
        ("No `@ts-ignore` or `@ts-expect-error` comments", {"directives": ("@ts-ignore", "@ts-expect-error")}),
        ("Use `@ts-expect-error` instead of `@ts-ignore`.", {"directives": ("@ts-ignore",)}),
        ("No `any`, no `@ts-ignore`", {"directives": ("@ts-ignore",)}),
        ("`@ts-nocheck` is forbidden", {"directives": ("@ts-nocheck",)}),
        ("Do not use `any` or `@ts-ignore`", {"directives": ("@ts-ignore",)}),
    ),
    ignores=(
        "`@ts-ignore` is allowed in tests.",
        "No `@ts-ignore` without a comment that explains it",
        "The legacy folder still contains many `@ts-ignore` comments.",
        "Never remove a `@ts-expect-error` from the type tests.",
    ),
    slots=(Slot("directives", "names", default=("@ts-ignore",)),),
    words=Words(
        why="The comment hides not one error but every error of that line, also those that come later; nobody is told "
        "when the reason for it has gone.",
        question="What exactly does the compiler say here, and which of you two is wrong about the value?",
        hint="Take the comment away for a moment and read the whole message, from its last line upwards.",
    ),
    examples=(
        Example("typescript", "// @ts-ignore\nfoo(1);\n", (1,)),
        Example("tsx", "const A = () => (\n  <p>\n    {/* @ts-ignore */}\n    <B x={1} />\n  </p>\n);\n", (3,)),
        Example("typescript", "//@ts-ignore wrong types upstream\nfoo();\n", (1,)),
        Example(
            "typescript", "// @ts-expect-error\nfoo();\n", (1,), {"directives": ("`@ts-ignore`", "@ts-expect-error")}
        ),
        Example("typescript", "// @ts-expect-error the fixture is broken on purpose\nfoo();\n"),
        Example("typescript", "// We do not use @ts-ignore here.\nfoo();\n"),
        Example("javascript", "const s = '// @ts-ignore';\n"),
        Example("typescript", "/** Explains why a @ts-ignore is bad. */\nexport const a = 1;\n"),
    ),
)

NO_TYPE_IGNORE = Entry(
    name="no-type-ignore",
    title="comments `# type: ignore` in Python",
    languages=PYTHON,
    engines=(Syntax(type_ignores),),
    cues=("type: ignore", "type:ignore", "type-ignore"),
    phrases=bans(
        r"`?(?:# ?)?type:? ?ignore`?s?(?: comments?)?|type-ignores?(?: comments?)?", unless=r"\b(?:blanket|bare|code)\b"
    ),
    reads=(
        ("Never use `# type: ignore`", {}),
        ("No `type: ignore` comments.", {}),
        ("Avoid `# type: ignore`; fix the type.", {}),
        ("`# type: ignore` is not allowed", {}),
    ),
    ignores=(
        "`# type: ignore` is fine for untyped libraries.",
        "No bare `# type: ignore`: name the code",
        "Never use `# type: ignore` without a comment",
        "The type of ignored files is text.",
    ),
    words=Words(
        why="The comment hides every type error of the line, also those that come with the next change; the checker "
        "then says that all is well where nobody looked.",
        question="What does the checker say here without the comment, and why does it believe that?",
        hint="Follow the type that the message names back to the line where the value got it.",
    ),
    examples=(
        Example("python", "import a\n\nx = a.b()  # type: ignore\n", (3,)),
        Example("python", "x: int = f()  # type: ignore[assignment]\n", (1,)),
        Example("python", "def f(  # type:ignore\n    a,\n): ...\n", (1,)),
        Example("python", "s = '# type: ignore'\n"),
        Example("python", "# We ignore the type: it is checked above.\nx = 1\n"),
        Example("python", "x = 1  # type: int\n"),
        Example("python", '"""Do not write # type: ignore."""\n'),
    ),
)

_BANG = (
    r"(?:the )?(?:typescript )?non-?\s?null (?:assertions?|assert|operators?)(?: operators?| \(`!`\))*"
    r"|`!` (?:operators?|assertions?|non-?null)|`x!`|(?:the )?bang operators?"
)

NO_NON_NULL = Entry(
    name="no-non-null",
    title="non-null assertions (`x!`)",
    languages=TYPESCRIPT,
    engines=(Syntax(non_null),),
    cues=("null", "`!`", "x!", "bang"),
    phrases=bans(_BANG),
    reads=(
        ("No non-null assertions", {}),
        ("Avoid the non-null assertion operator (`!`)", {}),
        ("Never use `!` non-null assertions.", {}),
        ("Non-null assertions are forbidden", {}),
    ),
    ignores=(
        "Non-null assertions are allowed in tests.",
        "Columns are never null.",
        "Prefer non-null assertions over optional chaining in tests",
        "Do not use null; use undefined.",
    ),
    words=Words(
        why="The exclamation mark tells the compiler that a value is there without proving it: on the day on which "
        "it is "
        "missing, the program fails at run time instead of in the editor.",
        question="Under which circumstances could this value be missing, and what should the user see then?",
        hint="Look at the declaration of the value: someone wrote there that it may be absent, and for a reason.",
    ),
    examples=(
        Example("typescript", "const a = b;\nconst x = user!.name;\n", (2,)),
        Example("tsx", 'createRoot(document.getElementById("root")!).render(<App />);\n', (1,)),
        Example("typescript", "const f = () => items.find((i) => i.id === id)!;\n", (1,)),
        Example("typescript", "class A {\n  name!: string;\n}\n"),
        Example("typescript", "if (!a) { b(!!c); }\n"),
        Example("typescript", "if (a !== b || a != c) { d('x!.y'); }\n"),
        Example("typescript", "let ready!: boolean;\nconst x = user?.name ?? '';\n"),
    ),
)

_ASSERT = (
    r"type[ -]assertions?(?: \(`as`\)| with `as`| using `as`)?|`as` (?:casts?|assertions?|keyword|operator)"
    r"|type[ -]casts?(?: \(`as`\))?|type[ -]casting|casting with `as`|`as`"
)

NO_TYPE_ASSERTION = Entry(
    name="no-type-assertion",
    title="type assertions (`x as T`, `<T>x`) other than `as const`",
    languages=TYPESCRIPT,
    engines=(Syntax(type_assertions),),
    cues=("assertion", "cast", "`as`"),
    phrases=bans(_ASSERT, unless=r"\b(?:python|go|rust|golang|double|`?import)\b|as unknown as"),
    reads=(
        ("Avoid type assertions (`as`)", {}),
        ("No type assertions", {}),
        ("Never use `as` casts; write a type guard.", {}),
        ("Prefer type guards over type assertions", {}),
        ("Do not use type casting", {}),
    ),
    ignores=(
        "Type assertions are acceptable in tests.",
        "No assertions without a message.",
        "Never cast to `any`",
        "Use type assertions over overloads",
        "Never use `as any`",
    ),
    words=Words(
        why="An assertion overrules the compiler: where the author is mistaken about the shape, every use of the value "
        "after it is checked against something that is not there.",
        question="What would have to be true of the value for this to hold, and where does the program find that out?",
        hint="Ask where the value entered the program: that border is where its shape can be established once.",
    ),
    examples=(
        Example("typescript", "const a = 1;\nconst u = data as User;\n", (2,)),
        Example("typescript", "const u = <User>data;\n", (1,)),
        Example("tsx", "const el = (x as unknown as HTMLInputElement).value;\n", (1,)),
        Example("typescript", "const a = ['x'] as const;\n"),
        Example("typescript", 'import { a as b } from "m";\nexport { b as c };\nimport * as d from "d";\n'),
        Example("typescript", "const c = { a: 1 } satisfies Config;\n"),
        Example("tsx", "const A = () => <Box as={Link}>as User</Box>;\n"),
    ),
)

ENTRIES = (NO_TS_IGNORE, NO_TYPE_IGNORE, NO_NON_NULL, NO_TYPE_ASSERTION)
