"""What SQL statements say: stars, missing conditions, keywords in lower case."""

from collections.abc import Callable, Iterator, Sequence

from teaching.review.catalogue.configuration.reading import line_of
from teaching.review.catalogue.sql.embedded import span_of, sql_texts
from teaching.review.catalogue.sql.tokens import Token, body, statements, tokens
from teaching.review.entry import Fact, Params, ProjectView
from teaching.review.source import SourceFile

Look = Callable[[Sequence[Token], bool], Iterator[tuple[Token, str]]]
_UPPER = frozenset(
    """SELECT FROM WHERE INSERT INTO UPDATE DELETE JOIN ON GROUP ORDER BY HAVING LIMIT UNION DISTINCT AS AND OR NOT NULL
    IN IS BETWEEN LIKE ILIKE EXISTS CASE WHEN THEN CREATE TABLE REFERENCES VALUES SET RETURNING ALTER DROP WITH
    DESC ASC PRIMARY FOREIGN CONSTRAINT UNIQUE USING""".split()
)


def starred(listed: Sequence[Token], grows: bool) -> Iterator[tuple[Token, str]]:
    """Every `SELECT *`; within EXISTS nothing is fetched, so a star there costs nothing."""
    for at, token in enumerate(listed):
        if not token.is_word("SELECT"):
            continue
        next_at = at + 1
        while next_at < len(listed) and (
            listed[next_at].is_word("DISTINCT", "ALL", "TOP") or listed[next_at].kind == "number"
        ):
            next_at += 1
        if next_at >= len(listed) or listed[next_at].text != "*" or listed[next_at].kind != "mark":
            continue
        within = at >= 2 and listed[at - 1].text == "(" and listed[at - 2].is_word("EXISTS")
        after = listed[next_at + 1] if next_at + 1 < len(listed) else None
        if not within and (
            after is None or after.is_word("FROM", "INTO") or after.kind == "hole" or after.text in {",", ")", ";"}
        ):
            yield token, "`SELECT *` takes every column, whichever there are."


def unconditional(listed: Sequence[Token], grows: bool) -> Iterator[tuple[Token, str]]:
    """UPDATE and DELETE statements that have no WHERE and to which nothing is added."""
    for statement in () if grows else statements(listed):
        for verb in _verbs(statement):
            head = verb[0]
            depth = head.depth
            if any(token.is_word("WHERE", "JOIN") and token.depth == depth for token in verb) or not _is_closed(
                verb, depth
            ):
                continue
            is_update = head.is_word("UPDATE") and any(
                token.is_word("SET") and token.depth == depth for token in verb[1:]
            )
            if is_update or (head.is_word("DELETE") and len(verb) > 2 and verb[1].is_word("FROM")):
                yield head, f"This `{head.text.upper()}` has no `WHERE`, so it meets every row."


def _verbs(statement: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The statement, and those that stand in brackets within it."""
    whole = body(statement)
    if whole and whole[0].is_word("UPDATE", "DELETE"):
        yield whole
    for at, token in enumerate(statement[:-1]):
        first = statement[at + 1]
        if token.text == "(" and first.is_word("UPDATE", "DELETE"):
            inside = [one for one in statement[at + 1 :] if one.depth >= first.depth]
            end = next((n for n, one in enumerate(statement[at + 1 :]) if one.depth < first.depth), len(inside))
            yield inside[:end]


def _is_closed(verb: Sequence[Token], depth: int) -> bool:
    """Whether inserted values are names and values only: any other may hold the condition."""
    for at, token in enumerate(verb):
        if token.kind != "hole":
            continue
        before = verb[at - 1]
        names = before.is_word("FROM", "UPDATE", "INTO", "ONLY") or before.text == "."
        values = before.text in {"=", "+", "-", "*"} or token.depth > depth
        if not (names or values):
            return False
    return True


def lower_case(listed: Sequence[Token], grows: bool) -> Iterator[tuple[Token, str]]:
    """Keywords that are not written in upper case."""
    for at, token in enumerate(listed):
        if token.kind != "word" or token.text.isupper() or token.text.upper() not in _UPPER:
            continue
        before = listed[at - 1].text if at else ""
        after = listed[at + 1].text if at + 1 < len(listed) else ""
        if before not in {".", ":", "@", "%"} and after not in {".", "="} and not (before == "(" and after == ")"):
            yield token, f"The keyword `{token.text}` is not written in upper case."


def in_code(look: Look) -> Callable[[SourceFile, Params], Iterator[Fact]]:
    """The check over the strings of source code, at most one fact for each line."""

    def find(source: SourceFile, params: Params) -> Iterator[Fact]:
        said: set[int] = set()
        for text in sql_texts(source):
            for token, fact in look(tokens(text.content), text.grows):
                line = text.line(token.at)
                if line not in said:
                    said.add(line)
                    yield Fact(line, line, fact)

    return find


def in_files(look: Look) -> Callable[[ProjectView, Params], Iterator[tuple[str, Fact]]]:
    """The same check over files of SQL."""

    def find(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
        for path in view.files:
            if not path.endswith(".sql"):
                continue
            content = view.read(path) or ""
            said: set[int] = set()
            for token, fact in look(tokens(content), False):
                line = content.count("\n", 0, token.at) + 1
                if line not in said:
                    said.add(line)
                    yield path, Fact(line, line, fact, line_of(content, line))

    return find


def raw_sql(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Texts of SQL in code; migrations speak to the database itself."""
    folders = set(source.path.lower().split("/")[:-1])
    if folders & {"migrations", "alembic", "versions", "migrate", "seeds"}:
        return
    for text in sql_texts(source):
        line, end = span_of(text)
        verb = next(iter(body(next(statements(tokens(text.content)), list[Token]()))), None)
        name = verb.text.upper() if verb is not None else "SQL"
        yield Fact(line, end, f"A statement of SQL (`{name}`) is written out here.")
