"""More examples of the check for SQL: statements that take no values, names that are quoted, the order of bindings."""

from teaching.review.entry import Example

MORE_EXAMPLES = (
    Example(
        "python",
        "def f(c, x):\n"
        '    c.execute(f"SET search_path TO {x}")\n'
        '    c.execute("PRAGMA table_info(%s)" % x)\n'
        '    c.execute(f"CREATE DATABASE IF NOT EXISTS {x};")\n'
        '    c.execute(f"ALTER SYSTEM SET a = {x}")\n'
        '    c.execute("GRANT SELECT ON {} TO {}".format(x, x))\n',
    ),
    Example("python", 'def f(c, x):\n    c.execute(f"PRAGMA foreign_keys = 0; DELETE FROM t WHERE a = {x}")\n', (2,)),
    Example(
        "python",
        "class A:\n    def __init__(self, table):\n        self.table = table\n\n    def f(self, c):\n"
        '        c.execute(f"DROP TABLE IF EXISTS {self.table}")\n'
        '        c.execute("CREATE UNIQUE INDEX %s_i ON %s (a)" % (self.table, self.table))\n'
        '        c.execute("ALTER TABLE {} ADD COLUMN b".format(self.model._meta.db_table))\n'
        '        c.execute(f"CREATE TABLE {self.table} ({COLUMNS})")\n',
    ),
    Example(
        "python",
        "class A:\n    def __init__(self, table, v):\n        self.table = table\n        self.v = v\n\n"
        "    def f(self, c, x):\n"
        '        c.execute(f"DROP TABLE {x}")\n'
        '        c.execute(f"ALTER TABLE {self.table} ADD COLUMN b DEFAULT {self.v}")\n'
        '        c.execute(f"DELETE FROM {self.table}")\n',
        (7, 8, 9),
    ),
    Example(
        "python",
        "def f(c, ops, editor, t):\n    qn = ops.quote_name\n"
        '    c.execute(f"SELECT * FROM {qn(t)}")\n'
        '    c.execute(f"SELECT * FROM {editor.format_table(t)}")\n',
    ),
    Example("python", 'def f(c, ops, t):\n    qn = ops.name\n    c.execute(f"SELECT * FROM {qn(t)}")\n', (3,)),
    Example("python", 'def f(count, x):\n    return count == f"SELECT COUNT(*) FROM {x}"\n'),
    # The order of assignments: only those that can still hold where the name is used.
    Example(
        "python",
        "def f(c, x):\n    where = 'a = ?'\n"
        '    c.execute(f"SELECT * FROM t WHERE {where}", (x,))\n'
        "    where = input()\n    return where\n",
    ),
    Example(
        "python",
        "def f(c, x):\n    if x:\n        where = 'a = ?'\n"
        '        c.execute(f"SELECT * FROM t WHERE {where}", (x,))\n'
        "    else:\n        where = x.text\n        log(where)\n",
    ),
    Example(
        "python",
        "def f(c, x):\n    where = x.text\n    log(where)\n    where = 'a = ?'\n"
        '    c.execute(f"SELECT * FROM t WHERE {where}", (x,))\n',
    ),
    Example(
        "python",
        "def f(c, x):\n    where = 'a = ?'\n    if x:\n        where = x.text\n"
        '    c.execute(f"SELECT * FROM t WHERE {where}")\n',
        (5,),
    ),
    Example(
        "python",
        "def f(c, xs):\n    where = 'a = 1'\n    for x in xs:\n"
        '        c.execute(f"SELECT * FROM t WHERE {where}")\n        where = x.text\n',
        (4,),
    ),
    Example(
        "python",
        "def f(c, x):\n    where = 'a = 1'\n    where += ' AND b = ' + x\n    where = where + ' AND d = 2'\n"
        '    c.execute(f"SELECT * FROM t WHERE {where}")\n',
        (5,),
    ),
    Example(
        "typescript",
        "function f(x: string) {\n  let t = 'a';\n  db.query(`SELECT * FROM t WHERE ${t}`);\n  t = x;\n  show(t);\n}\n",
    ),
    Example(
        "typescript",
        "function f(x: string) {\n  let t = 'a';\n  if (x) t = x;\n  db.query(`SELECT * FROM t WHERE ${t}`);\n}\n",
        (4,),
    ),
    Example(
        "python",
        "def f(c, x):\n    where = 'a = 1'\n"
        + "    where = where + ' AND b = 2'\n" * 20
        + '    c.execute(f"SELECT * FROM t WHERE {where}")\n',
    ),
    Example(
        "python",
        "def f(c, x):\n    where = 'a = ' + x\n"
        + "    where = f'{where} AND b = 2'\n" * 20
        + '    c.execute(f"SELECT * FROM t WHERE {where}")\n',
        (23,),
    ),
    Example(
        "python",
        "def f(c, x):\n    q = x.a\n    q = str('b' + q)\n    c.execute(f\"SELECT * FROM t WHERE {q}\")\n",
        (4,),
    ),
    Example(
        "python",
        "def f(old, x):\n    q = 'SELECT a FROM t WHERE true' if old else 'SELECT a FROM u WHERE true'\n"
        "    q += f' AND b = {x}'\n    return q\n",
        (3,),
    ),
    Example("python", 'def f(c, x):\n    x = int(x)\n    c.execute(f"SELECT * FROM t WHERE a = {x}")\n'),
    Example("javascript", "const a = (c, x) => c === `SELECT * FROM t WHERE a = ${x}`;\n"),
)
