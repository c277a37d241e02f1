"""Sources of hostile shapes: valid or nearly so, and far bigger, deeper, wider or older than anybody writes by hand."""

from collections.abc import Mapping

# A line of more than 5,000 characters counts as minified, so what is long is broken into lines.


def _repeat(line: str, count: int) -> str:
    return "".join(line.replace("@", str(number)) for number in range(count))


def _python(n: int) -> dict[str, str]:
    return _python_wide(n) | _python_deep(n)


def _python_wide(n: int) -> dict[str, str]:
    return {
        "brackets": "x = " + "[\n" * n + "]\n" * n,
        "parentheses": "x = " + "(\n" * n + "1" + ")\n" * n,
        "braces": "x = " + "{1:\n" * n + "1" + "}\n" * n,
        "open-brackets": "x = " + "[(\n" * n,
        "closing": "x = 1\n" + ")]}\n" * n,
        "flat": _repeat("x@ = y.z(@, a='b')\n", n * 4),
        "flat-functions": _repeat("def f@(a, b=[]):\n    return a\n", n),
        "flat-classes": _repeat("class A@(B):\n    x = 1\n    def f(self):\n        pass\n", n),
        "flat-excepts": _repeat("try:\n    f(@)\nexcept Exception:\n    pass\n", n),
        "flat-awaits": "async def f():\n" + _repeat("    await g(@)\n", n),
        "flat-requests": "import requests\n" + _repeat("requests.get('http://a/@', verify=False)\n", n),
        "flat-sql": _repeat("c.execute(f'SELECT * FROM t WHERE a = {x@}')\n", n),
        "flat-sql-held": _repeat("q@ = 'SELECT a FROM b WHERE c = ' + d@\n", n),
        "flat-imports": _repeat("from a.b@ import c@ as d@\n", n),
        "flat-comments": _repeat("# x@ = f(1, 2)  TODO fix\n", n * 2),
        "flat-strings": _repeat("password@ = 'hunter2hunter2'\n", n),
        "flat-tests": _repeat("def test_f@():\n    assert f(@) == @\n", n),
        "flat-globals": _repeat("A@ = {}\n", n) + "def f():\n" + _repeat("    global A@\n    A@ = 1\n", n),
        "one-function": "def f(a):\n" + _repeat("    a = g(a, @)\n", n),
        "one-call": "f(\n" + _repeat("a@=@,\n", n) + ")\n",
        "one-list": "x = [\n" + _repeat("'a@',\n", n * 2) + "]\n",
        "one-dict": "x = {\n" + _repeat("'a@': @,\n", n) + "}\n",
        "one-string": 'x = """' + _repeat("SELECT a@ FROM b\n", n) + '"""\n',
        "one-parameters": "def f(\n" + _repeat("a@: int,\n", n) + "): pass\n",
        "one-import": "from a import (\n" + _repeat("a@,\n", n) + ")\n",
    }


def _python_deep(n: int) -> dict[str, str]:
    deep = min(n, 90)  # indentation grows with the depth, so the file with its square
    return {
        "joined": "x = (\n" + "'a' + b +\n" * n + "'c')\n",
        "joined-sql": "x = (\n" + "'SELECT a FROM b WHERE c = ' + d +\n" * n + "'c')\n",
        "implicit": "x = (\n" + "'a'\n" * n + ")\n",
        "boolean": "x = (\n" + "a and not b or\n" * n + "c)\n",
        "comparison": "x = (\n" + "a <\n" * n + "c)\n",
        "ternaries": "x = (\n" + "a if b else\n" * n + "c)\n",
        "chain": "x = (a\n" + ".b(1)\n" * n + ")\n",
        "attributes": "x = (a\n" + ".b\n" * n + ")\n",
        "subscripts": "x = (a" + "[0]\n" * n + ")\n",
        "calls": "x = (f" + "(1)\n" * n + ")\n",
        "nested-calls": "x = " + "f(\n" * n + ")\n" * n,
        "await-chain": "async def f():\n    x = (" + "await g(\n" * n + ")\n" * n + ")\n",
        "lambdas": "x = (" + "lambda a:\n" * n + "1)\n",
        "comprehensions": "x = " + "[a for b in\n" * n + "c" + "]\n" * n,
        "not": "x = (" + "not\n" * n + "a)\n",
        "minus": "x = (" + "-\n" * n + "a)\n",
        "elifs": "if a:\n    pass\n" + _repeat("elif a == @:\n    pass\n", n),
        "cases": "match a:\n" + _repeat("    case @:\n        pass\n", n),
        "excepts": "try:\n    pass\n" + _repeat("except E@:\n    pass\n", n),
        "decorators": _repeat("@a.b(@)\n".replace("@a", "§a"), n).replace("§", "@") + "def f(): pass\n",
        "union": "x: (\n" + _repeat("A@ |\n", n) + "None) = 1\n",
        "nested-types": "x: " + "list[\n" * n + "int" + "]\n" * n + " = 1\n",
        "functions": "".join("  " * d + f"def f{d}(a):\n" for d in range(deep)) + "  " * deep + "pass\n",
        "classes": "".join("  " * d + f"class A{d}:\n" for d in range(deep)) + "  " * deep + "pass\n",
        "ifs": "".join("  " * d + f"if a{d}:\n" for d in range(deep)) + "  " * deep + "pass\n",
        "trys": "".join("  " * d + "try:\n" for d in range(deep)) + "  " * deep + "pass\n",
        "withs": "async def f():\n"
        + "".join(" " * d + "async with a:\n" for d in range(1, deep))
        + " " * deep
        + "g()\n",
        "fstring": "x = f'{" + "f'{" * min(n, 400) + "a" + "}'" * min(n, 400) + "}'\n",
        "fstring-parts": 'x = f"""' + "{a}\n" * n + '"""\n',
        "walrus": "x = (" + "(a := \n" * n + "1" + ")\n" * n + ")\n",
        "lines": "\n" * (n * 4),
        "backslashes": "x = 1 \\\n" * n,
        "semicolons": ("x = 1; " * 100 + "\n") * (n // 20),
        "wide-lines": ("x = [" + "1, " * 1600 + "]\n") * 20,
        "long-name": "a" * 4900 + " = 1\n",
        "long-line": "x = '" + "a" * 100_000 + "'\n",
        "percents": "x = (\n" + "'%s' % a %\n" * n + "b)\n",
        "asserts": _repeat("assert a@, 'b'\n", n),
        "prints": _repeat("print(a@)\n", n),
        "same-line": ("print(a); " * 400 + "\n") * 4,
    }


def _web(n: int) -> dict[str, str]:
    return _web_wide(n) | _web_deep(n)


def _web_wide(n: int) -> dict[str, str]:
    return {
        "brackets": "const x = " + "[\n" * n + "]\n" * n,
        "parentheses": "const x = " + "(\n" * n + "1" + ")\n" * n,
        "braces": "const x = " + "{a:\n" * n + "1" + "}\n" * n,
        "blocks": "{\n" * n + "}\n" * n,
        "open-braces": "{(\n" * n,
        "closing": "x = 1\n" + ")]}\n" * n,
        "flat": _repeat("let x@ = y.z(@, 'b');\n", n * 4),
        "flat-functions": _repeat("export function f@(a, b) {\n  return a;\n}\n", n),
        "flat-arrows": _repeat("export const f@ = async (a) => {\n  await a.b();\n};\n", n),
        "flat-classes": _repeat("export class A@ {\n  x = 1;\n  f(a) { return this.x; }\n}\n", n),
        "flat-catches": _repeat("try { f(@); } catch (e) {}\n", n),
        "flat-requires": _repeat("const a@ = require('b@');\n", n),
        "flat-imports": _repeat("import { a@ as b@ } from '../c@';\n", n),
        "flat-exports": _repeat("export { a@ } from './c@';\n", n),
        "flat-fetch": _repeat("fetch('/a/@').then(r => r.json());\n", n),
        "flat-comments": _repeat("// const x@ = f(1); TODO\n", n * 2),
        "flat-sql": _repeat("db.query(`SELECT * FROM t WHERE a = ${x@}`);\n", n),
        "flat-sql-held": _repeat("const q@ = 'SELECT a FROM b WHERE c = ' + d@;\n", n),
        "flat-secrets": _repeat("const password@ = 'hunter2hunter2';\n", n),
        "flat-tests": _repeat("it('does @', () => { expect(f(@)).toBe(@); });\n", n),
        "flat-listeners": _repeat("window.addEventListener('a@', () => f(@));\n", n),
        "flat-env": _repeat("const e@ = process.env.A@;\n", n),
        "same-line": ("console.log(a); " * 250 + "\n") * 4,
        "one-function": "function f(a) {\n" + _repeat("  a = g(a, @);\n", n) + "}\n",
        "one-effect": "useEffect(() => {\n" + _repeat("  setA@(@);\n", n) + "}, [a]);\n",
        "one-component": "function A() {\n"
        + _repeat("  const [a@, setA@] = useState(0);\n", n)
        + "  return null;\n}\n",
        "one-call": "f(\n" + _repeat("a@,\n", n) + ");\n",
        "one-list": "const x = [\n" + _repeat("'a@',\n", n * 2) + "];\n",
        "one-object": "const x = {\n" + _repeat("a@: @,\n", n) + "};\n",
        "one-template": "const x = `" + _repeat("SELECT ${a@}\n", n) + "`;\n",
        "one-parameters": "function f(\n" + _repeat("a@,\n", n) + ") {}\n",
        "one-import": "import {\n" + _repeat("a@,\n", n) + "} from 'b';\n",
    }


def _web_deep(n: int) -> dict[str, str]:
    return {
        "joined": "const x = \n" + "'a' + b +\n" * n + "'c';\n",
        "joined-sql": "db.query(\n" + "'SELECT a FROM b WHERE c = ' + d +\n" * n + "'c');\n",
        "boolean": "const x = \n" + "a && !b ||\n" * n + "c;\n",
        "nullish": "const x = \n" + "a ??\n" * n + "c;\n",
        "comparison": "const x = \n" + "a ==\n" * n + "c;\n",
        "commas": "x = (\n" + "a,\n" * n + "c);\n",
        "assignments": "a\n" + "= a\n" * n + ";\n",
        "ternaries": "const x = \n" + "a ? b :\n" * n + "c;\n",
        "ternaries-first": "const x = \n" + "a ?\n" * n + "c\n" + ": b\n" * n,
        "chain": "a\n" + ".then(b => b)\n" * n,
        "chain-nested": "a.then(b =>\n" * n + ")\n" * n,
        "attributes": "a\n" + ".b\n" * n,
        "optional": "a\n" + "?.b\n" * n,
        "subscripts": "a" + "[0]\n" * n,
        "calls": "f" + "(1)\n" * n,
        "nested-calls": "f(\n" * n + ")\n" * n,
        "await-chain": "async function f() {\n" + "await (\n" * n + "a" + ")\n" * n + "}\n",
        "awaits": "async function f() {\n" + "await\n" * n + "a;\n}\n",
        "functions": "function f(a) {\n" * n + "}\n" * n,
        "arrows": "() => {\n" * n + "}\n" * n,
        "arrows-bare": "x = " + "a =>\n" * n + "1;\n",
        "callbacks": "f(function (a) {\n" * n + "});\n" * n,
        "classes": "class A { f() {\n" * n + "} }\n" * n,
        "class-expressions": "x = " + "class { a = \n" * n + "1" + "}\n" * n,
        "elses": "if (a) {}\n" + _repeat("else if (a === @) {}\n", n),
        "ifs": "if (a) {\n" * n + "}\n" * n,
        "ifs-bare": "if (a)\n" * n + ";\n",
        "trys": "try {\n" * n + "} catch (e) {}\n" * n,
        "catches": "try {} catch (e) {\n" * n + "}\n" * n,
        "fors": "for (;;) {\n" * n + "}\n" * n,
        "labels": "a:\n" * n + ";\n",
        "switches": "switch (a) { case 1:\n" * n + "}\n" * n,
        "cases": "switch (a) {\n" + _repeat("case @: break;\n", n) + "}\n",
        "templates": "x = `" + "${`\n" * n + "a" + "`}\n" * n + "`;\n",
        "templates-open": "x = `" + "${`\n" * n,
        "spreads": "x = [" + "...[\n" * n + "]\n" * n + "];\n",
        "destructuring": "const " + "{a: \n" * n + "b" + "}\n" * n + " = c;\n",
        "not": "x = " + "!\n" * n + "a;\n",
        "typeof": "x = " + "typeof\n" * n + "a;\n",
        "new": "x = " + "new\n" * n + "A;\n",
        "regexes": _repeat("x = /a@(b|c)*d/g.test(e);\n", n),
        "lines": "\n" * (n * 4),
        "semicolons": (";" * 4000 + "\n") * 10,
        "long-line": "x = '" + "a" * 100_000 + "';\n",
        "long-name": "let " + "a" * 4900 + " = 1;\n",
        "wide-lines": ("x = [" + "1, " * 1600 + "];\n") * 20,
        "comments": "/* a\n" * n,
        "effects": "useEffect(() => {\n" * n + "}, []);\n" * n,
        "hooks": "function A() {\n" + _repeat("  if (a@) { useState(@); }\n", n) + "}\n",
    }


def _typed(n: int) -> dict[str, str]:
    return {
        "union": "type A =\n" + _repeat("| 'a@'\n", n * 2),
        "intersection": "type A = B\n" + _repeat("& { a@: string }\n", n),
        "nested-types": "type A = " + "Array<\n" * n + "any" + ">\n" * n,
        "tuples": "type A = " + "[\n" * n + "any" + "]\n" * n,
        "arrays": "type A = any" + "[]\n" * n,
        "conditional": "type A<T> = " + "T extends 1 ? 2 :\n" * n + "3;\n",
        "functions-types": "type A = " + "(a: any) =>\n" * n + "void;\n",
        "objects": "type A = " + "{ a:\n" * n + "any" + "}\n" * n,
        "interface": "interface A {\n" + _repeat("  a@: any;\n", n) + "}\n",
        "enum": "enum A {\n" + _repeat("  A@ = @,\n", n) + "}\n",
        "namespaces": "namespace A {\n" * n + "}\n" * n,
        "overloads": _repeat("export function f(a: @): any;\n", n) + "export function f(a: any) {}\n",
        "as": "x = a\n" + "as any\n" * n,
        "non-null": "x = a" + "!\n" * n,
        "satisfies": "x = a\n" + "satisfies any\n" * n,
        "keyof": "type A = " + "keyof\n" * n + "B;\n",
        "generics": "function f<\n" + _repeat("T@ extends any,\n", n) + ">() {}\n",
        "decorators": "@a()\n" * n + "class A {}\n",
        "parameters": "function f(\n" + _repeat("a@: any,\n", n) + "): any {}\n",
        "d-ts": _repeat("export declare function f@(a: any): Promise<any>;\n", n),
        "catches-typed": _repeat("try { f(@); } catch (e: any) { console.log(e); }\n", n),
        "typed-functions": _repeat("export async function f@(a: string) {\n  return fetch(a);\n}\n", n),
    }


def _jsx(n: int) -> dict[str, str]:
    return {
        "elements": "x = " + "<a>\n" * n + "</a>\n" * n + ";\n",
        "fragments": "x = " + "<>\n" * n + "</>\n" * n + ";\n",
        "open-elements": "x = " + "<a>\n" * n,
        "nested-braces": "x = " + "<a>{\n" * n + "1" + "}</a>\n" * n + ";\n",
        "attributes-jsx": "x = <a\n" + _repeat("b@={() => f(@)}\n", n) + "/>;\n",
        "in-attributes": "x = " + "<a b={\n" * n + "1" + "} />\n" * n + ";\n",
        "siblings": "x = <a>\n" + _repeat("<img src='@' onClick={() => f(@)} />\n", n) + "</a>;\n",
        "maps": "x = " + "<a>{b.map((c, i) =>\n" * n + "<d key={i} />" + ")}</a>\n" * n + ";\n",
        "flat-components": _repeat("export function A@({ a }) {\n  return <p onClick={() => a(@)}>{a}</p>;\n}\n", n),
        "text": "x = <a>" + "some text } and { more\n" * n + "</a>;\n",
        "dangerous": _repeat("x = <a dangerouslySetInnerHTML={{ __html: b@ }} />;\n", n),
    }


def shapes(n: int) -> Mapping[str, str]:
    """Path → text, about `n` of what each is made of."""
    files = {f"src/{name.replace('-', '_')}.py": text for name, text in _python(n).items()}
    for suffix in ("ts", "js"):
        files |= {f"src/{suffix}/{name}.{suffix}": text for name, text in _web(n).items()}
    files |= {f"src/typed/{name}.ts": text for name, text in _typed(n).items()}
    files |= {f"src/typed/{name}.tsx": text for name, text in _typed(n // 2).items()}
    files |= {f"src/view/{name}.tsx": text for name, text in {**_jsx(n), **_web(n // 4)}.items()}
    files |= {f"src/view/{name}.jsx": text for name, text in _jsx(n).items()}
    return files
