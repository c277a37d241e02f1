"""Path globs as in `paths:` of .claude/rules: gitignore-like, without regular expressions and without blow-up."""

import re
from collections.abc import Sequence

MAX_EXPANSIONS = 256
_PATHS = re.compile(r"^paths[ \t]*:[ \t]*(.*)$", re.MULTILINE)
_LIST_LINE = re.compile(r"\n[ \t]*-[ \t]+([^\n]*)|\n[ \t]*(?:#[^\n]*)?(?=\n|$)")


def matches(pattern: str, path: str) -> bool:
    """Whether a posix path, or a folder that it is in, matches.

    `**` stands for any folders, `*` and `?` stay within one name, `{a,b}` is either; a pattern without a slash
    matches at any depth. Brackets stand for themselves: they are names of routes more often than classes.
    """
    parts = [part for part in path.split("/") if part not in ("", ".")]
    return any(_matches_parts(one, parts) for one in expand_braces(pattern.strip()))


def matches_any(patterns: Sequence[str], path: str) -> bool:
    """Whether the last pattern that says something of the path lets it in; `!pattern` takes out again."""
    inside = False
    for pattern in patterns:
        if pattern.startswith("!"):
            inside = inside and not matches(pattern[1:], path)
        else:
            inside = inside or matches(pattern, path)
    return inside


def expand_braces(pattern: str) -> list[str]:
    """Every pattern that `{a,b}` stands for, nested ones too; at most MAX_EXPANSIONS, what is above stays as it is."""
    done: list[str] = []
    waiting = [pattern]
    while waiting:
        current = waiting.pop()
        braces = _first_braces(current) if len(waiting) + len(done) < MAX_EXPANSIONS else None
        if braces is None:
            done.append(current)
            continue
        start, end, choices = braces
        waiting.extend(current[:start] + choice + current[end:] for choice in reversed(choices))
    return done[:MAX_EXPANSIONS]


def paths_of(front_matter: str) -> tuple[str, ...]:
    """The globs under `paths:`: one string, comma separated, a flow list or a block list.

    Read by hand, for `**/*.ts` without quotes is what people write and is no YAML.
    """
    found = _PATHS.search(front_matter)
    if found is None:
        return ()
    inline = found[1].strip()
    if inline.startswith("[") and "]" not in inline:
        inline = front_matter[found.start(1) :].partition("]")[0].replace("\n", " ") + "]"
    if inline and not inline.startswith("#"):
        return _clean(_split_commas(inline.removeprefix("[").partition("]")[0] if inline[0] == "[" else inline))
    items: list[str] = []
    position = found.end()
    while (line := _LIST_LINE.match(front_matter, position)) is not None:
        items.append(line[1] or "")
        position = line.end()
    return _clean(items)


def _clean(items: list[str]) -> tuple[str, ...]:
    cleaned = (re.sub(r"\s+#.*$", "", item.strip()).strip("\"' \t") for item in items)
    return tuple(item for item in cleaned if item)


def _split_commas(text: str) -> list[str]:
    parts = [""]
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if character == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _first_braces(pattern: str) -> tuple[int, int, list[str]] | None:
    """The first `{…}` with a comma in it: where it starts and ends, and its choices."""
    start = pattern.find("{")
    while start >= 0:
        depth, piece, choices = 0, start + 1, list[str]()
        for index in range(start, len(pattern)):
            character = pattern[index]
            depth += (character == "{") - (character == "}")
            if (character == "," and depth == 1) or depth == 0:
                choices.append(pattern[piece:index])
                piece = index + 1
            if depth == 0:
                if len(choices) > 1:
                    return start, index + 1, choices
                break
        if depth:
            return None
        start = pattern.find("{", start + 1)
    return None


def _matches_parts(pattern: str, parts: list[str]) -> bool:
    anchored = "/" in pattern.rstrip("/")
    wanted = [part for part in pattern.split("/") if part not in ("", ".")]
    if not wanted:
        return False
    if not anchored:
        wanted.insert(0, "**")
    # Which numbers of leading names the pattern read so far can have eaten.
    eaten = {0}
    for index, part in enumerate(wanted):
        if part == "**":
            first = min(eaten)
            eaten = set(range(first + (index == len(wanted) - 1), len(parts) + 1))
        else:
            eaten = {n + 1 for n in eaten if n < len(parts) and _matches_name(part, parts[n])}
        if not eaten:
            return False
    return True


def _matches_name(pattern: str, name: str) -> bool:
    """`*` and `?` within one name; goes back to the last star only, so the work is at most one product."""
    at, read = 0, 0
    star, kept = -1, 0
    while read < len(name):
        if at < len(pattern) and pattern[at] == "*":
            star, kept = at, read
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", name[read]):
            at, read = at + 1, read + 1
        elif star >= 0:
            kept += 1
            at, read = star + 1, kept
        else:
            return False
    return not pattern[at:].strip("*")
