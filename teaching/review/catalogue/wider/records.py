"""Further wordings of the checks on SQL, commits, branches and the files of tests."""

from teaching.review.catalogue.wider.forms import Wider, told
from teaching.review.catalogue.wider.mentions import demanded, linted, refused


def _doubled(pattern: str) -> str:
    return pattern.replace("{", "{{").replace("}", "}}")


_STATEMENTS = (
    r"(?:`?(?:update|delete)(?: from)?(?: \w+)?(?: set …)?`?(?:s|es)?(?:\s?(?:/"
    r"|and|or|,)\s?`?(?:update|delete)(?: from)?`?(?:s|es)?)?)"
)

_WHERELESS = (
    r"(?:\bwhere-?less (?:mutations?|updates?|deletes?|statements?)|\bmissing `?where`?(?: clause)?(?: (?:on"
    r"|in) (?:an? )?"
    rf"{_STATEMENTS})?|\b(?:unconditional|unbounded|unfiltered|unrestricted|bare) {_STATEMENTS}(?: statements?)?"
    rf"|{_STATEMENTS}(?: statements?| quer(?:y|ies))? (?:without|with no|lacking"
    rf"|that (?:lacks?|has no|have no)|missing) (?:an? |any |its |their )?"
    r"(?:`?where`?(?: clauses?)?|conditions?|filters?|row filters?)|\b(?:deleting"
    r"|updating|modifying)(?: or (?:deleting|updating))?[^.;]{0,20}"
    r" without (?:an? )?`?where`?(?: clauses?)?)"
)

_SQL_ELSE = r"\bselect\b[^.;]{0,20}\bwhere\b|\bpandas\b|\bdict\b|\bevery where\b"

_STAR = (
    r"(?:`?select\s?\*(?: from[^`,.;]{0,20})?`?|\bselect[- ]star\b|\b(?:star"
    r"|asterisk|wildcard)s?(?: (?:selects?|projections?|columns?|quer(?:y|ies)"
    r"|in (?:the |a )?(?:select(?: list)?|quer(?:y|ies)|projections?)))\b|(?<=columns with )the star\b"
    r"|\b(?:fetch|pull|select|query|get|return)(?:s|ing)? (?:whole rows|every column"
    r"|all (?:the )?columns|entire rows)(?: with the star)?)"
)

_COLUMNS = (
    r"\b(?:explicit(?:ly)?|named|listed|needed) (?:named |listed )?columns?(?: lists?"
    r"| names?)?\b|\bcolumns? (?:names? )?(?:are |is )?(?:explicit(?:ly)?|named"
    r"|listed|spelled out"
    r"|written out|enumerated)(?: \w+ by \w+| explicitly| out)?|\b(?:name|list"
    r"|spell out|type out|write out|enumerate)s? (?:each|every|all|the|your|its"
    r"|out)*\s?(?:the )?(?:needed )?columns?\b"
    r"|\bspell them out\b|\bset of columns a query returns\b"
)

_KEYWORD_CASE = (
    r"\b(?:upper-?case[ds]?|upper case|in capitals|capital letters|capitali[sz]ed?|all[- ]caps|caps(?: lock)?|upper)\b"
)

_KEYWORDS = r"\bsql\b|\bquer(?:y|ies)\b|\bkeywords?\b|\b(?:select|insert|create table|alter table|left join|where)\b"

_RAW = (
    r"(?:\b(?:raw|hand-?(?:written|rolled|made|crafted)|literal|plain|inline"
    r"|embedded|textual|home-?made)[ -](?:sql|quer(?:y|ies))(?: (?:strings?|text"
    r"|statements?|quer(?:y|ies)"
    r"|in (?:the )?(?:code|app)\b))?|\bsql (?:text|strings?|literals?|as string literals?"
    r"|in strings?|by hand|of (?:your|our) own|queries in code)"
    r"|\bsql statements? as string literals?|\btext queries\b|`?cursor\.execute\(\"[^`]*`?"
    r"|(?:an? )?(?:literal )?`(?:insert into|select|update)[^`]*` in (?:a |the )?(?:python"
    r"|typescript|ts|py|js|code|application)[\w ]{0,12}"
    r"|\bbypass(?:es|ing)? (?:\w+'s |the |our )?(?:orm|query builder|prisma|sqlalchemy)(?: with sql[\w ]*)?)"
)

_ORM = (
    r"\b(?:the |our |django's |a )?(?:orm|query ?builder|prisma(?: client)?|drizzle"
    r"|sqlalchemy|sqlmodel|sequelize|kysely|typeorm|knex|django orm|mikro-?orm"
    r"|objection)\b"
)

_RAW_ELSE = (
    r"\bif the author|\bcannot explain|\buser input|\bmigrations?\b[^.;]{0,25}\b(?:fine"
    r"|only|allowed)|\bf-?strings?\b|\binject|\bparameter|\bplaceholders?\b|\bcontrollers?\b"
    r"|\btinker|\bconcat|\binterpolat"
)

RECORDS = {
    "no-select-star": Wider(
        (
            refused(_STAR, unless=r"\bcount\b|\bpandas\b|\bcss\b|\bselector|\bglob|\bimports?\b"),
            demanded(
                _COLUMNS,
                r"\bselect\b|\bquer(?:y|ies)\b|\bsql\b",
                unless=r"\bdataframe|\bpandas|\btables? (?:are|is|have)\b|\bindex",
            ),
            *told(r"\bwe (?:fetch|select|query) (?:only )?named columns\b"),
            linted(r"\bam04\b|\bl044\b"),
        ),
        ("select", "column", "wildcard", "am04", "star", "whole rows"),
        (
            ("A wildcard in the select list gets rejected.", {}),
            ("Queries name each column: `SELECT *` has no place here.", {}),
        ),
    ),
    "where-required": Wider(
        (
            refused(_WHERELESS, unless=_SQL_ELSE),
            demanded(
                (
                    r"`?\bwhere\b`?(?: clauses?| conditions?)?|\b(?:row filters?|conditions?"
                    r"|filtered|restricts? (?:its|the|their) rows)\b"
                ),
                (
                    r"\bupdates?\b[^.;]{0,40}\b|\bdeletes?\b|\bdelet(?:ing|ion)|\bmutating statements?"
                    r"|\bmodify or remove rows"
                ),
                unless=(
                    r"\b(?:soft|cascade|orm|api|file|files|branch|changelog|readme|docs?|comments?"
                    r"|dependenc\w+|select)\b|\bwhere (?:the|it|they|you|a|an|we|needed|possible"
                    r"|there)\b"
                ),
            ),
        ),
        ("update", "delete", "deleting", "mutat"),
        (("Unfiltered DELETE statements are rejected.", {}), ("Every UPDATE carries a `WHERE` clause.", {})),
    ),
    "sql-keywords-upper": Wider(
        (
            demanded(
                _KEYWORD_CASE,
                (
                    rf"\bsql\b|(?:{_KEYWORDS}).*\bkeyword|\bkeyword.*(?:quer|strings?|select)"
                    rf"|`(?:create table|alter table|not null|select|insert)`"
                ),
                unless=(
                    r"\bconstants?\b|\benv\b|\bcolumns? (?:names? )?(?:are|in)\b|\btable names? (?:are"
                    r"|in)\b|\bfirst letter\b|\btitles?\b"
                ),
            ),
            refused(
                r"\b(?:lower-?case|lower case|mixed[- ]case) (?:sql )?(?:keywords?|`(?:select"
                r"|insert|update|delete)[^`]*`)|\bmixing `select` and `from`"
                r"|^`select`(?=, not `select`)|`(?:select|insert into|delete|update)(?: … from)?`(?= (?:->|→) `)",
                unless=r"\bconstants?\b",
            ),
            *told(
                r"^`(select|insert into|update|delete|from|where)`(?:, not|,? never| instead of"
                r"| rather than|\s*→|\s*->) `\1`"
            ),
        ),
        ("select", "insert", "keyword", "capital", "create table"),
        (("SQL keywords go in capital letters.", {}), ("Lowercase SQL keywords are rejected", {})),
    ),
    "no-raw-sql": Wider(
        (
            refused(_RAW, unless=_RAW_ELSE),
            demanded(
                _ORM,
                (
                    r"\b(?:talk to|reach|access|query|queries|database)\b[^.;]{0,40}\b(?:only"
                    r"|always|through|exclusively|via)\b"
                ),
                unless=rf"{_RAW_ELSE}|\bschemas?\b|\bmodels? (?:live|are)\b|\bmigrat|\bstack\b",
            ),
            *told(
                r"\borm only\b",
                r"\bbuild (?:all )?(?:selects|queries|statements) with `[^`]*select\(",
                r"\braw quer(?:y|ies) (?:->|→) \w+",
                unless=_doubled(_RAW_ELSE),
            ),
            *told(r"\braw quer(?:y|ies) (?:->|→) \w+", unless=_doubled(_RAW_ELSE)),
        ),
        ("raw quer", "text quer", "cursor.execute", "insert into", "sequelize", "sqlmodel"),
        (("Hand-written SQL gets rejected; use the query builder.", {}), ("SQL strings have no place in `app/`.", {})),
    ),
}
