"""What a task gets that no component of the library fits: a module, a test for each criterion, and markers.

It knows nothing of the task but its words, so the tests fail because the function is open and show nothing more: what
each criterion means in code is the learner's to write, and a marker in each test says so.
"""

import keyword
import re
import textwrap

from teaching.planning.words import content, tokens
from teaching.scaffolds.choosing import Wish
from teaching.scaffolds.model import VariantLanguage
from teaching.scaffolds.placing import Layout, named_in
from teaching.scaffolds.rendering import ErrorBase, Rendered, dotted, relative

_WIDTH = 88
_MOST_TESTS = 8
_NOT_ASCII = re.compile(r"[^\x20-\x7e\u00a0-\uffff]")


def render(wish: Wish, layout: Layout) -> list[Rendered]:
    """The module and its test.

    Raises:
        RefusedError: there is no free place for one of them.
    """
    stem = _stem(wish)
    if layout.language == "python":
        usual = [layout.target(f"{{source}}/{stem}.py")]
        source = layout.free([*named_in(wish.task, "python", tests=False), *usual], "module")
        usual = [layout.target(f"{{tests}}/test_{stem}.py")]
        test = layout.free([*named_in(wish.task, "python", tests=True), *usual], "test")
        module = dotted(source, layout.import_root)
        texts = _python(wish, stem, module, layout.error_base(), layout.import_root)
    else:
        usual = [layout.target(f"{{source}}/{stem.replace('_', '-')}.ts")]
        source = layout.free([*named_in(wish.task, "typescript", tests=False), *usual], "module")
        usual = [layout.target(f"{{tests}}/{stem.replace('_', '-')}.test.ts")]
        test = layout.free([*named_in(wish.task, "typescript", tests=True), *usual], "test")
        texts = _web(wish, _camel(stem), relative(source, test, layout.suffix))
    name = stem if layout.language == "python" else _camel(stem)
    return [Rendered(source, "source", texts[0], (name,)), Rendered(test, "test", texts[1])]


def criteria(wish: Wish) -> list[str]:
    """What the tests are named after."""
    return [_line(text) for text in wish.acceptance[:_MOST_TESTS]] or [f"{_line(wish.title)} works"]


def _python(wish: Wish, name: str, module: str, base: ErrorBase | None, import_root: str) -> tuple[str, str]:
    title = _line(wish.title)
    error = f"{_pascal(name)}Error"
    imports = f"from {dotted(base.path, import_root)} import {base.name}\n\n\n" if base is not None else ""
    listed = "\n".join(_wrapped(f"- {text}", "    ", "      ") for text in criteria(wish))
    source = (
        f"{_docstring(title, '')}\n\n{imports or chr(10)}"
        f"class {error}({base.name if base is not None else 'Exception'}):\n"
        f'    """What goes wrong here and the caller can do something about."""\n\n\n'
        f"def {name}() -> None:\n"
        f"{_docstring(title, '    ', listed)}\n"
        f"{_marker(wish, '    ', '#', 'Decide what goes in and what comes out, then write it')}\n"
        f"    # Hint: Begin with the test of one criterion; what would you like to call?\n"
        f'    raise NotImplementedError("TODO(human): {name}")\n'
    )
    tests = [f'"""What is expected of: {title}"""\n\nfrom {module} import {name}\n']
    taken: set[str] = set()
    for text in criteria(wish):
        called = f"test_{_identifier(text, taken)}"
        tests.append(
            f"\n\ndef {called}() -> None:\n"
            f"{_docstring(text, '    ')}\n"
            f"{_marker(wish, '    ', '#', 'Show this by what goes in and what comes out')}\n"
            f"    {name}()\n"
        )
    return source, "".join(tests)


def _web(wish: Wish, name: str, module: str) -> tuple[str, str]:
    title = _line(wish.title).replace("*/", "* /")
    listed = "\n".join(_wrapped(f"- {text}".replace("*/", "* /"), " * ", " *   ") for text in criteria(wish))
    error = f"{name[0].upper()}{name[1:]}Error"
    source = (
        f"/** {title} */\n\n"
        f"/** What goes wrong here and the caller can do something about. */\n"
        f'export class {error} extends Error {{\n  override readonly name = "{error}";\n}}\n\n'
        f"/**\n * {title}\n *\n{listed}\n */\n"
        f"export function {name}(): void {{\n"
        f"{_marker(wish, '  ', '//', 'Decide what goes in and what comes out, then write it')}\n"
        f"  // Hint: Begin with the test of one criterion; what would you like to call?\n"
        f'  throw new Error("TODO(human): {name}");\n}}\n'
    )
    tests = [f'import {{ expect, it }} from "vitest";\n\nimport {{ {name} }} from "{module}";\n']
    for text in criteria(wish):
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        tests.append(
            f'\nit("{quoted}", () => {{\n'
            f"{_marker(wish, '  ', '//', 'Show this by what goes in and what comes out')}\n"
            f"  expect({name}()).toBeUndefined();\n}});\n"
        )
    return source, "".join(tests)


def _stem(wish: Wish) -> str:
    """A name of the title's first telling words, in snake case."""
    meaning = content(wish.title)
    words = [word for word in tokens(wish.title) if word.isidentifier() and word.isascii() and content(word) & meaning]
    stem = "_".join(words[:3]) or "task"
    return f"{stem}_" if keyword.iskeyword(stem) else stem


def _identifier(text: str, taken: set[str]) -> str:
    words = re.findall(r"[a-z0-9]+", text.lower())
    found = "_".join(words)[:60].strip("_") or "it_works"
    number, free = 1, found
    while free in taken:
        number += 1
        free = f"{found}_{number}"
    taken.add(free)
    return free


def _marker(wish: Wish, indent: str, sign: str, text: str) -> str:
    return f"{indent}{sign} TODO(human)[{wish.name}]: {text}"


def _docstring(text: str, indent: str, rest: str = "") -> str:
    text = text.replace("\\", "/").replace('"', "'").rstrip(".")
    lines = textwrap.wrap(f'{indent}"""{text}.', _WIDTH, subsequent_indent=indent, break_on_hyphens=False)
    whole = "\n".join(lines)
    if rest:
        return f'{whole}\n\n{rest}\n{indent}"""'
    return f'{whole}"""' if len(lines) == 1 and len(whole) <= _WIDTH - 3 else f'{whole}\n{indent}"""'


def _wrapped(text: str, indent: str, following: str) -> str:
    plain = text.replace("\\", "/").replace('"', "'")
    return textwrap.fill(plain, _WIDTH, initial_indent=indent, subsequent_indent=following, break_on_hyphens=False)


def _line(text: str) -> str:
    """A text of the roadmap as one plain line."""
    return " ".join(_NOT_ASCII.sub(" ", text).replace("`", "").split()) or "the task"


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _camel(name: str) -> str:
    whole = _pascal(name)
    return whole[0].lower() + whole[1:]


def language_words(language: VariantLanguage) -> str:
    """The language as people write it."""
    return {"python": "Python", "typescript": "TypeScript"}[language]
