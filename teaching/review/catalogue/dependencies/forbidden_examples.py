"""Code with and without forbidden calls: what `forbidden-call` is proved by."""

from teaching.review.entry import Example

EXAMPLES: tuple[Example, ...] = (
    Example(
        "python", "import os\n\nx = os.environ['A']\ny = os.environ.get('B')\n", (3, 4), {"calls": ("os.environ",)}
    ),
    Example("python", "from os import (\n    environ,\n)\n", (1,), {"calls": ("os.environ",)}),
    Example(
        "python",
        "import sys as s\nfrom sys import exit as leave\n\nif x:\n    s.exit(1)\nelse:\n    leave()\n",
        (5, 7),
        {"calls": ("sys.exit",)},
    ),
    Example(
        "python",
        "from os import environ\n\nurl = environ['URL']\nf(environ=1)\nself.environ = {}\n",
        (3,),
        {"calls": ("os.environ",)},
    ),
    Example(
        "typescript",
        "import { readFileSync as read } from 'node:fs';\nimport * as files from 'fs';\nread(a);\n"
        "files.readFileSync(b);\nfiles.readFile(c);\n",
        (3, 4),
        {"calls": ("fs.readFileSync()",)},
    ),
    Example(
        "javascript",
        "const { exec } = require('child_process');\nexec(a);\nregex.exec(b);\n",
        (2,),
        {"calls": ("child_process.exec()",)},
    ),
    Example(
        "python",
        "class A:\n    def f(self):\n        return g(\n            1\n        )\n",
        (3,),
        {"calls": ("g()",)},
    ),
    Example(
        "python",
        "import os\nx = os.environ['A']\n",
        (),
        {"calls": ("os.environ",), "where": "settings"},
        path="app/settings.py",
    ),
    Example("python", "class A:\n    def g(self):\n        return self.g()\n", (), {"calls": ("g()",)}),
    Example(
        "typescript",
        "const a = new WebSocket(url);\nconst b = new ws.Socket(url);\n",
        (1,),
        {"calls": ("WebSocket()",)},
    ),
    Example("python", "def g():\n    return 1\n\n\nx = g()\n", (), {"calls": ("g()",)}),
    Example(
        "typescript",
        "await page.locator('a').click();\nconst a = await this.page?.locator<B>('b');\nlocator('c');\n"
        "page.locators();\npage.locator;\n",
        (1, 2, 3),
        {"calls": ("locator()",)},
    ),
    Example(
        "typescript",
        "class Page {\n  locator(name: string) {\n    return this.frame.locator(name);\n  }\n"
        "  row() {\n    return this.locator('a');\n  }\n}\n",
        (3,),
        {"calls": ("locator()",)},
    ),
    Example("typescript", "const locator = (a: string) => a;\nlocator('a');\n", (), {"calls": ("locator()",)}),
    Example(
        "python",
        "import time\n\ntime.sleep(1)\nclock.sleep(2)\nsleepy(3)\nregex.compile(a)\nimage.open()\n",
        (3, 4),
        {"calls": ("sleep()", "compile()", "open()")},
    ),
    Example("typescript", "store.fetch(a);\nwindow.fetch(b);\nfetch(c);\n", (2, 3), {"calls": ("fetch()",)}),
    Example("python", "rows = Order.objects.all()\nrows.all()\n", (1,), {"calls": (".objects.all()",)}),
    Example(
        "python",
        "import datetime\nfrom datetime import datetime as dt\n\na = datetime.datetime.now()\nb = dt.now(UTC)\n"
        "c = clock.datetime.now()\n",
        (4, 5),
        {"calls": ("datetime.now()",)},
    ),
    Example(
        "python",
        "now = datetime.now()\n",
        (1,),
        {"calls": ("datetime.now()",), "outside": ("src/clock/",)},
        path="src/clocks/a.py",
    ),
    Example(
        "python",
        "now = datetime.now()\n",
        (),
        {"calls": ("datetime.now()",), "outside": ("src/clock/",)},
        path="packages/shop/src/clock/system/a.py",
    ),
    Example(
        "python",
        "now = datetime.now()\n",
        (),
        {"calls": ("datetime.now()",), "outside": ("clock",)},
        path="shop/clock.py",
    ),
    Example("python", '# os.environ\nx = "os.environ"\ny = config.os.environ\n', (), {"calls": ("os.environ",)}),
    Example(
        "typescript",
        "setTimeout(() => go(), 5);\nwindow.setTimeout(go, 5);\n",
        (1, 2),
        {"calls": ("setTimeout()",)},
    ),
    Example("typescript", "const port = process.env.PORT ?? process.env['X'];\n", (1,), {"calls": ("process.env",)}),
    Example("tsx", "const id = `a-${Math.random()}`;\n", (1,), {"calls": ("Math.random()",), "purpose": ("ids",)}),
    Example("tsx", "const A: React.FC<P> = () => <p/>;\n", (1,), {"calls": ("React.FC",)}),
    Example("javascript", "items.forEach((x) => x());\n", (1,), {"calls": (".forEach()",)}),
    Example(
        "javascript",
        "const o = { userId: Math\n  .random() };\n",
        (1,),
        {"calls": ("Math.random()",), "purpose": ("ids",)},
    ),
    Example("tsx", "const width = Math.random() * 9;\n", (), {"calls": ("Math.random()",), "purpose": ("ids",)}),
    Example("typescript", "clock.setTimeout(go, 5);\nconst s = 'setTimeout()';\n", (), {"calls": ("setTimeout()",)}),
    Example("typescript", "useTimeout(setTimeout);\n// setTimeout(x)\n", (), {"calls": ("setTimeout()",)}),
    Example("javascript", "const e = my.process.env;\n", (), {"calls": ("process.env",)}),
)
