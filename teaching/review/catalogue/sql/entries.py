"""SQL: what statements fetch, which rows they meet, how they are written, and whether code writes any."""

from teaching.review.catalogue.sql.raw import NO_RAW_SQL
from teaching.review.catalogue.sql.statements import in_code, in_files, lower_case, starred, unconditional
from teaching.review.catalogue.wording import EXCUSED, bans
from teaching.review.entry import Entry, Example, Project, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL

_STAR = r"`?select ?\*`?(?: from\b[^.;`]{{0,20}}`?)?(?: quer(?:y|ies)| statements?)?"

NO_SELECT_STAR = Entry(
    name="no-select-star",
    title="SELECT * in SQL strings and .sql files",
    languages=ALL,
    engines=(Syntax(in_code(starred)), Project(in_files(starred))),
    cues=("select *", "select*", "select star", "columns"),
    phrases=(
        *bans(_STAR),
        *bans(r"select[- ]stars?"),
        Phrase(r"\b(?:never|no|not|don't|do not|avoid|without)\b[^.;]{{0,25}}`?select ?\*(?!\w)", {}, EXCUSED),
        Phrase(
            r"\b(?:name|list|select|specify|spell out|write out|enumerate)\s+(?:the |all |every |only |your "
            r"|explicit )*(?:needed |required )?columns?"
            r"(?: names?)?(?: explicitly| by name)?[^.;]{{0,30}}(?:\b(?:not|never|instead of|rather than"
            r"|no)\b\s+(?:use )?`?(?:select )?\*"
            r"|\bin (?:every|all|sql|each) (?:`?select`?|sql|quer))",
            {},
            EXCUSED,
        ),
        Phrase(
            (
                r"\b(?:sql|select|quer(?:y|ies))\b[^.;]{{0,30}}\b(?:name|list|names|lists|specify|specifies)\s+"
                r"(?:their |its |the |all |every )*columns?\b"
            ),
            {},
            EXCUSED,
        ),
        Phrase(r"`select ?\*`?\s*(?:is|are|:|—|–|->|→)\s*(?:never|not|forbidden|banned|off limits|❌)", {}, EXCUSED),
        Phrase(
            r"\b(?:name|list|spell out|specify)\b[^.;]{{0,12}}\bcolumns?\b[^.;]{{0,30}}\b(?:instead of|rather "
            r"than|not|never)\b\s+(?:use )?`?\*`?"
            r"\s+in\s+(?:sql|quer|select)",
            {},
            EXCUSED,
        ),
    ),
    reads=(
        ("No `SELECT *`", {}),
        ("Never use SELECT * in queries", {}),
        ("Avoid `select *`; list the columns", {}),
        ("`SELECT *` is forbidden", {}),
        ("Name the columns explicitly instead of `SELECT *`", {}),
        ("SQL queries list their columns, no `SELECT *`", {}),
        ("Don't write SELECT * statements.", {}),
    ),
    ignores=(
        "SELECT * FROM daily_submissions",
        "Select the columns in the table view.",
        "`SELECT *` is fine in tests.",
        "Tables have at most 20 columns.",
        "Use `SELECT *` to look around",
    ),
    words=Words(
        why="A star fetches whatever columns the table has that day: a column added later travels to every caller, "
        "with its weight and perhaps its secrets, and one removed breaks code far away.",
        question="Which of these columns does the code that reads the result use?",
        hint="Follow the rows to where their fields are read, and note the names that you meet.",
    ),
    examples=(
        Example("python", 'def f(c):\n    return c.execute("SELECT * FROM users WHERE id = %s", (1,))\n', (2,)),
        Example("python", 'QUERY = """\n    SELECT DISTINCT *\n    FROM (SELECT id FROM t) AS x\n"""\n', (2,)),
        Example("python", 'sql = (\n    "SELECT * "\n    "FROM users"\n)\nother = "SELECT * FROM " + table\n', (2, 5)),
        Example(
            "typescript", "const rows = await db.query(`\n  select *\n  from users\n  where id = ${id}\n`);\n", (2,)
        ),
        Example("javascript", "db.all('SELECT id FROM a WHERE x IN (SELECT * FROM b)');\n", (1,)),
        Example(
            "python",
            (
                'c.execute("SELECT COUNT(*), a * b FROM users")\nc.execute("SELECT id FROM t WHERE EXISTS '
                '(SELECT * FROM u)")\n'
            ),
        ),
        Example(
            "python",
            (
                'def f():\n    """SELECT * FROM users is slow."""\n    # SELECT * FROM users\n    print("SELECT '
                '* FROM users")\n    raise ValueError("SELECT * FROM is not allowed")\n'
            ),
        ),
        Example("python", "c.execute(\"SELECT 'SELECT * FROM x' AS text FROM t -- SELECT * FROM y\")\n"),
        Example(
            "typescript",
            (
                "import * as a from 'a';\nconst label = 'Select * to mark required fields';\nconst q = 'SELECT "
                "u.id FROM users u';\n"
            ),
        ),
    ),
)

_WHERE = r"(?:an? |their |its |any )*(?:`?where`?)(?: clauses?| conditions?)?"
_WRITES = (
    r"(?:`?(?:update|delete)`?(?:\s*(?:s|statements?|quer(?:y|ies)))?(?:\s*(?:/|,|or|and|nor)\s*`?"
    r"(?:update|delete)`?(?:s\b)?(?: statements?| quer(?:y|ies))?)?)"
)

WHERE_REQUIRED = Entry(
    name="where-required",
    title="UPDATE and DELETE statements without WHERE",
    languages=ALL,
    engines=(Syntax(in_code(unconditional)), Project(in_files(unconditional))),
    cues=("where",),
    phrases=(
        Phrase(
            rf"(?<!\w){_WRITES}\s+(?:statements? |quer(?:y|ies) )*without {_WHERE}",
            {},
            EXCUSED.replace(
                (
                    "|without (?:an? |good |strong |clear |explicit |written )*(?:comments?|justif\\w+|reason"
                    "|explanation|approval)"
                ),
                "",
            ),
        ),
        Phrase(
            (
                rf"(?<!\w){_WRITES}\s+(?:statements? |quer(?:y|ies) |in sql )*(?:must |should |always |needs? "
                rf"|requires? |ha(?:s|ve) |to |shall |carry |carries |have )+{_WHERE}"
            ),
            {},
            EXCUSED,
        ),
        Phrase(
            (
                rf"\b(?:always|must|every|require[sd]?|include|add)\b[^.;]{{{{0,20}}}}`?where`?(?: "
                rf"clauses?)?[^.;]{{{{0,20}}}}\b(?:on|in|to|for|with)\b[^.;]{{{{0,12}}}}{_WRITES}"
            ),
            {},
            EXCUSED,
        ),
        Phrase(
            (
                r"`?where`?(?: clauses?)?\s+(?:is |are )?(?:required|mandatory|obligatory)\s+(?:on|in|for)\s+"
                rf"(?:every |all |each )*{_WRITES}"
            ),
            {},
            EXCUSED,
        ),
        Phrase(rf"(?<!\w){_WRITES}\s+(?:statements? )?(?:always|only|never without)\s+(?:with )?{_WHERE}", {}, EXCUSED),
    ),
    reads=(
        ("Never run UPDATE or DELETE without a WHERE clause", {}),
        ("`UPDATE` and `DELETE` statements must have a `WHERE`", {}),
        ("No DELETE without WHERE", {}),
        ("Every `UPDATE` needs a `WHERE` clause.", {}),
        ("Always include a WHERE clause in UPDATE and DELETE statements", {}),
        ("WHERE is mandatory on every UPDATE and DELETE", {}),
    ),
    ignores=(
        "Update the docs where they are wrong.",
        "Never delete files without asking where they came from.",
        "Use `where` clauses in Drizzle queries.",
        "Delete what you do not need, wherever it is.",
        "Never update state without a reducer",
    ),
    words=Words(
        why="Without a condition the statement meets every row of the table; one run of it on the wrong "
        "database, or one "
        "line lost in an edit, and all of them are changed or gone.",
        question="How many rows is this statement meant to change, and how many does it change as it stands?",
        hint="Say in words which rows are meant; that sentence is what is missing.",
    ),
    examples=(
        Example(
            "python", 'c.execute("DELETE FROM sessions")\nc.execute("UPDATE users SET active = %s", (False,))\n', (1, 2)
        ),
        Example(
            "python",
            (
                'c.execute(f"UPDATE {table} SET name = {name!r}")\nsql = """\n  WITH x AS (SELECT 1 AS id)\n  '
                'DELETE FROM t\n"""\n'
            ),
            (1, 4),
        ),
        Example("typescript", "await db.query('UPDATE users SET seen = now() RETURNING id');\n", (1,)),
        Example("typescript", "await sql`\n  delete from carts\n  where id = ${id};\n  delete from items;\n`;\n", (4,)),
        Example("python", 'c.execute("DELETE FROM a WHERE id = 1; UPDATE b SET x = 1 WHERE y IN (SELECT 1 FROM z)")\n'),
        Example(
            "python",
            (
                'sql = "DELETE FROM a"\nif old:\n    sql += " WHERE old"\nother = "UPDATE a SET b = 1 " + '
                'clause\nthird = f"DELETE FROM a {where}"\n'
            ),
        ),
        Example(
            "python",
            (
                'c.execute("INSERT INTO a (b) VALUES (1) ON CONFLICT (b) DO UPDATE SET b = 2")\nc.execute'
                '("SELECT a FROM b WHERE c FOR UPDATE")\nlog.info("DELETE FROM users")\n'
            ),
        ),
        Example(
            "typescript",
            "const t = 'Update your profile';\nconst q = 'DELETE FROM a WHERE b = ?'; // DELETE FROM a\ndb.run(q);\n",
        ),
        Example("javascript", "const label = 'Delete from cart';\ndb.query('UPDATE a SET b = 1 WHERE c = ?');\n"),
    ),
)

_KEYWORDS = (
    r"(?:sql (?:keywords?|commands?|reserved words?|statements?)|keywords? in sql|keywords? (?:in|of) "
    r"(?:sql )?quer(?:y|ies)|sql)"
)

SQL_KEYWORDS_UPPER = Entry(
    name="sql-keywords-upper",
    title="SQL keywords in lower case",
    languages=ALL,
    engines=(Syntax(in_code(lower_case)), Project(in_files(lower_case))),
    cues=("sql", "keywords", "uppercase", "upper case", "upper-case", "caps"),
    phrases=(
        Phrase(
            rf"\b{_KEYWORDS}\b\s*(?:are|is|in|must be|should be|:|go in|written in|stay|always|be|—|–|-|\|)*\s*"
            r"(?:always |all |written |in |be |are )*"
            r"(?:upper[- ]?case[d]?|all[- ]caps|capital(?:s|ized|ised| letters)?|capslock|caps)\b",
            {},
            rf"{EXCUSED}|\b(?:lower|not|table names?|identifiers? (?:are|in) upper)\b(?!.*identifiers)",
        ),
        Phrase(
            (
                r"\b(?:write|use|keep|put|capitali[sz]e|uppercase|upper-case)\s+(?:all |the |your |every )*"
                r"(?:upper[- ]?case )?sql keywords?(?:\s+(?:in )?(?:upper[- ]?case|caps|all[- ]caps|capitals?"
                r"|capital letters))?"
            ),
            {},
            rf"{EXCUSED}|\blower",
        ),
        Phrase(r"\bupper[- ]?case (?:for )?(?:all |the )*sql keywords?\b", {}, rf"{EXCUSED}"),
        Phrase(
            r"\bsql\b[^.;]{{0,25}}\bkeywords?\b[^.;]{{0,15}}\b(?:upper[- ]?case|caps|capitals)\b", {}, rf"{EXCUSED}"
        ),
        Phrase(r"\b(?:no|never|avoid|not)\b[^.;]{{0,15}}\blower[- ]?case sql (?:keywords?)?", {}, rf"{EXCUSED}"),
        Phrase(
            r"\bsql\b[^.;]{{0,25}}\b(?:with|has|have|uses?)\s+(?:upper[- ]?case|capitali[sz]ed|all[- ]caps) keywords\b",
            {},
            EXCUSED,
        ),
    ),
    reads=(
        ("SQL keywords in upper case", {}),
        ("Write SQL keywords in uppercase", {}),
        ("SQL keywords are UPPERCASE, identifiers lower case", {}),
        ("Uppercase SQL keywords", {}),
        ("SQL: keywords in capitals", {}),
        ("Never write lowercase SQL keywords", {}),
    ),
    ignores=(
        "SQL keywords are lower case.",
        "Constants are upper case.",
        "SQL files live in `db/`.",
        "Table names in upper case are not allowed",
        "Python keywords are highlighted in the editor.",
    ),
    words=Words(
        why="Where keywords stand out from the names around them, a reader sees the parts of a query before "
        "reading it, "
        "and two people's queries look alike.",
        question="Could you find where the condition of this query begins without reading it word by word?",
        hint="Compare the query with the others of this project, word by word, and see which words differ in form.",
    ),
    examples=(
        Example("python", 'c.execute("select id, name from users where id = %s", (1,))\n', (1,)),
        Example(
            "python", 'QUERY = """\n    SELECT id\n    from users\n    WHERE id = 1\n      and active\n"""\n', (3, 5)
        ),
        Example("typescript", "const rows = await db.query(`Select id from users`);\n", (1,)),
        Example("python", "c.execute(\"SELECT id, from_date, u.order FROM users AS u WHERE name = 'and or'\")\n"),
        Example(
            "python",
            (
                'label = "select a date from the list"\nhint = "Select one or more"\nlog.info("select id from '
                'users where x")\n'
            ),
        ),
        Example("python", 'c.execute("SELECT id FROM t -- where and or\\n")\n'),
        Example(
            "typescript", "const q = `SELECT ${cols} FROM users WHERE id = ${from}`;\nconst text = 'update and set';\n"
        ),
    ),
)

ENTRIES = (NO_SELECT_STAR, WHERE_REQUIRED, SQL_KEYWORDS_UPPER, NO_RAW_SQL)
