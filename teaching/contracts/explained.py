"""The form of `teach rules --explain LINE`: how one line of a constitution was read."""

from teaching.contracts.review import Form, Status


class ReadBy(Form):
    """One check that reads a sentence, or a part of it.

    Attributes:
        words: the words in which it was read; they differ from the sentence where places or parts were cut.
        values: by name, what was read, answered or taken for granted.
        asks: questions about values that are missing.
        wording: which of the check's wordings matched, as `3 of 12`; `likeness` where none did and the sentence is
            like those that the check is known by; empty where only a vague one did.
        like: a sentence of the catalogue that the same wording reads.
    """

    check: str
    words: str
    values: dict[str, str]
    asks: list[str]
    wording: str
    like: str


class ExplainedStatement(Form):
    """One sentence of the line.

    Attributes:
        headings: those above it, outermost first; `lead` is what leads its list in.
        form: `item`, `sentence`, `row` of a table, or `comment`.
        rule: whether it was taken for a rule, and `why` by what that was told.
        status: of the rule, with its `reason`; None for what is no rule. `id` and `checks` are the rule's too.
        scope: what part of the tree it speaks of, in words.
        kept: what the lock file says of it: accepted, answered, rejected, stale, or nothing.
        read_by: the checks that read it, rejected ones too.
        near: sentences of the catalogue that are like it, with the check that reads them.
        next: what would have it checked, or checked otherwise, as typed.
    """

    source: str
    quote: str
    headings: list[str]
    lead: str
    form: str
    rule: bool
    why: str
    id: str
    status: Status | None
    reason: str
    checks: list[str]
    scope: str
    kept: str
    read_by: list[ReadBy]
    near: list[str]
    next: list[str]


class Explained(Form):
    """The sentences of a line; `note` says what stands there where there is none."""

    line: str
    statements: list[ExplainedStatement]
    note: str
