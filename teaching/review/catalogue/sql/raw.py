"""SQL in code where the project has an ORM or a query builder."""

from teaching.review.catalogue.sql.statements import raw_sql
from teaching.review.catalogue.wording import EXCUSED, bans
from teaching.review.entry import Entry, Example, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL

_RAW = (
    r"(?:raw|hand-?written|plain|inline|direct|manual|literal|embedded)(?:,? (?:raw|hand-?written"
    r"|inline))? sql(?: quer(?:y|ies)| strings?| statements?| text| anywhere)?"
)
_ORM = (
    r"(?:the orm(?:'s)?|an orm|our orm|the query ?builder|a query ?builder|sqlalchemy(?: (?:orm|2\.0"
    r"|core))?|prisma(?: client)?|drizzle(?: orm)?|django(?:'s)? orm|typeorm|kysely|knex"
    r"|sequelize|sqlmodel|tortoise|peewee|mikroorm|eloquent)"
)
_RAW_ELSE = (
    rf"{EXCUSED}|\b(?:interpolat\w*|concat\w*|f-?strings?|format(?:ted|ting)?|user input|injection"
    r"|parameteri[sz]ed?|placeholders?|unparameteri[sz]ed|in (?:the )?(?:controllers?|views?|handlers?"
    r"|routes?|components?)"
    r"|tinker|console|log|logs|prompt|outside(?: of)?)\b"
)

NO_RAW_SQL = Entry(
    name="no-raw-sql",
    title="SQL text in code where the ORM or query builder is to be used",
    languages=ALL,
    engines=(Syntax(raw_sql),),
    cues=("sql", "orm", "query builder", "querybuilder", "prisma", "drizzle", "kysely"),
    phrases=(
        *bans(_RAW, unless=_RAW_ELSE),
        Phrase(
            (
                r"\b(?:no|never|not|don't|do not|avoid|without|instead of|rather than|over)\b\s+(?:(?:write"
                rf"|writing|use|using|run|running|execute|any|the|with)\s+){{{{0,3}}}}{_RAW}(?=\s*(?:$|[.,;:()!—–]"
                r"| - )|\s+(?:in|here|anywhere|and|please)\b)"
            ),
            {},
            _RAW_ELSE,
        ),
        Phrase(
            (
                rf"\b(?:use|via|through|with|using|by)\s+{_ORM}[^.;]{{{{0,50}}}}?(?:\b(?:not|never|no|instead of"
                r"|rather than|over)\b)\s+(?:raw |plain |hand-?written |write |use )*sql\b"
            ),
            {},
            _RAW_ELSE,
        ),
        Phrase(
            (
                r"\b(?:all|every|each|any)\s+(?:sql |database |db )*(?:quer(?:y|ies)|access|database access|db "
                rf"access|reads and writes|calls|operations)\b(?: to the (?:database|db))?[^.;]{{{{0,20}}}}\b"
                rf"(?:through|via|use|uses|with|by|using)\s+(?:only )?{_ORM}"
            ),
            {},
            _RAW_ELSE,
        ),
        Phrase(
            (
                r"\b(?:database|db|data)\s+(?:access|quer(?:y|ies)|operations)\b\s*(?::|—|–|goes?|is|are|must|only"
                rf"|always|happens?|done|go|through|via|with|by|use|uses)+[^.;]{{{{0,15}}}}?\b(?:through|via|use"
                rf"|uses|with|by|using|only|always)\b\s*(?:only )?{_ORM}(?:\s+only)?(?=\s*(?:$|[.,;:()—–])|\s+"
                r"(?:only|models?|never|not|and)\b)"
            ),
            {},
            _RAW_ELSE,
        ),
        Phrase(
            (
                r"\b(?:query|access|talk to|read from|write to)\s+the (?:database|db)\s+(?:only |exclusively "
                rf"|always )*(?:through|via|with|using|by)\s+{_ORM}"
            ),
            {},
            _RAW_ELSE,
        ),
        Phrase(
            (
                rf"^(?:{_ORM})\s+(?:only|exclusively)\b|\b{_ORM} for (?:all |every )(?:database |db |sql )*(?:quer"
                r"(?:y|ies)|access|operations)"
            ),
            {},
            _RAW_ELSE,
        ),
        Phrase(
            r"\b(?:never|don't|do not|must not|avoid)\s+(?:ever )?(?:write|writing|use|using|put|putting|embed"
            r"|embedding)\s+(?:any )?sql(?: strings?| quer(?:y|ies)"
            r"| statements?)?(?: by hand| yourself| in (?:python |typescript |application |the "
            r")?code)?[^\w`]{{1,4}}(?:use|let|go through|always use|rely on)\s+"
            rf"{_ORM}",
            {},
            _RAW_ELSE,
        ),
        Phrase(
            (
                r"\bno\s+sql (?:strings?|text|statements?|queries)\s+in\s+(?:the |our |python |typescript "
                r"|application |app |source )*code\b"
            ),
            {},
            _RAW_ELSE,
        ),
    ),
    reads=(
        ("No raw SQL", {}),
        ("Never write raw SQL; use the ORM", {}),
        ("Use SQLAlchemy, not raw SQL", {}),
        ("All database access goes through Prisma", {}),
        ("Use the query builder instead of raw SQL", {}),
        ("Use Drizzle ORM for all queries, never hand-written SQL", {}),
        ("Database access: only through the ORM", {}),
        ("Raw SQL is forbidden", {}),
        ("Every query goes through the ORM.", {}),
        ("Avoid inline SQL strings", {}),
    ),
    ignores=(
        "Never build SQL with f-strings.",
        "No raw SQL with user input.",
        "Raw SQL is fine in migrations.",
        "Use `database-query` instead of writing raw SQL in tinker.",
        "PostgreSQL with Drizzle ORM",
        "Never put raw SQL in controllers",
        "SQLAlchemy models live in `app/models/`.",
        "Write SQL files for each migration",
    ),
    tier="likely",
    words=Words(
        why="The builder knows the tables and their types; a text of SQL does not, so a renamed column breaks it only "
        "when it runs, and each such text has to guard its values itself.",
        question="What would tell you that this statement is wrong after a column has been renamed?",
        hint="Look for a query of the same shape elsewhere in this project, and at how it is put together there.",
    ),
    examples=(
        Example(
            "python",
            'def f(session):\n    return session.execute(text("SELECT id FROM users WHERE id = :id"), {"id": 1})\n',
            (2,),
        ),
        Example("python", 'sql = (\n    "INSERT INTO users (id) "\n    "VALUES (1)"\n)\n', (2,)),
        Example("typescript", "const rows = await prisma.$queryRaw`\n  SELECT id FROM users\n`;\n", (1,)),
        Example("javascript", "db.run('update users set a = 1 where id = ?');\n", (1,)),
        Example(
            "python",
            "rows = session.scalars(select(User).where(User.id == 1))\nlabel = 'Select a plan from the list'\n",
        ),
        Example("python", 'def f():\n    """SELECT id FROM users"""\n    log.info("DELETE FROM users WHERE id = 1")\n'),
        Example("python", 'op.execute("UPDATE users SET a = 1")\n', (), {}, "migrations/0002_a.py"),
        Example(
            "typescript",
            (
                "const a = await prisma.user.findMany({ where: { id } });\nconst t = 'Update the profile';\n// "
                "SELECT id FROM users\n"
            ),
        ),
    ),
)
