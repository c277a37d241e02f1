"""The entries about settings that take a protection away; `security_settings` decides them."""

from teaching.review.catalogue.security.origins import any_origin
from teaching.review.catalogue.security.settings import debug_mode, unverified_tls, weak_hashes
from teaching.review.entry import Entry, Example, Slot, Syntax, Words
from teaching.review.prose import Phrase, forbids
from teaching.review.source import ALL, PYTHON

_PASSWORDS = r"(?:passwords?|passphrases?|credentials?)"
_WEAK = r"`?(?:md5|sha-?1)(?:\(\))?`?(?![\w-])"

VERIFY_TLS = Entry(
    name="verify-tls",
    title="connections whose certificate is not checked",
    languages=ALL,
    engines=(Syntax(unverified_tls),),
    cwe=(295,),
    baseline="Certificates are always checked.",
    severity="must",
    # Tests talk to servers with certificates of their own making.
    skip_tests=True,
    cues=("verify", "tls", "ssl", "certificate", "rejectunauthorized"),
    phrases=(
        *forbids(r"`?(?:verify\s*=\s*false|verify_ssl\s*=\s*false|rejectunauthorized\s*:\s*false)`?"),
        Phrase(
            r"(?:^|[^\w-]){NEVER}(?![\w-]){GAP}\b(?:disable|skip|turn off|switch off|bypass|ignor\w+|disabling"
            r"|skipping)"
            r"{GAP}\b(?:tls|ssl|certificates?)\b"
        ),
        Phrase(r"\b{MUST}\b{GAP}\b(?:verify|check|validate){GAP}\b(?:tls|ssl)?[ -]?certificates?\b"),
        Phrase(r"\b(?:tls|ssl|certificates?){GAP}\b(?:always|must|are){GAP}\b(?:verified|checked|validated)\b"),
    ),
    reads=(
        ("Never use `verify=False`.", {}),
        ("Never disable TLS verification", {}),
        ("Certificates are always checked.", {}),
        ("Do not set `rejectUnauthorized: false`", {}),
        ("Always verify SSL certificates", {}),
    ),
    ignores=(
        "Verify the build before you push.",
        "TLS ends at the load balancer.",
        "Certificates are renewed by the operator.",
        "No TLS on the local network.",
    ),
    words=Words(
        why="Without the check anyone between the two machines can answer in the server's name, read what is sent and "
        "change what comes back; encryption to the wrong partner protects nothing.",
        question="How would this program notice that a stranger answers in place of the server?",
        hint="If the check fails against a server of your own, find out which certificate that server needs to be "
        "trusted.",
    ),
    examples=(
        Example("python", 'import requests\n\nrequests.get("https://a.b", verify=False)\n', (3,)),
        Example("python", "import httpx\n\nclient = httpx.AsyncClient(\n    timeout=3,\n    verify=False,\n)\n", (5,)),
        Example(
            "python", "session.verify = False\nctx.check_hostname = False\nctx.verify_mode = ssl.CERT_NONE\n", (1, 2)
        ),
        Example("python", "a.check_hostname = False\nb.verify_mode = ssl.CERT_NONE\n", (1, 2)),
        Example("python", "ctx.check_hostname = False\nf(ctx)\nctx.verify_mode = ssl.CERT_NONE\n", (1, 3)),
        Example("python", "ctx.verify_mode = ssl.CERT_OPTIONAL if x == 1 else ssl.CERT_NONE\n", (1,)),
        Example("python", "def secure(ctx):\n    ctx.verify_mode = ssl.CERT_NONE\n", (2,)),
        Example(
            "python",
            "def f(verify):\n    ctx.verify_mode = ssl.CERT_REQUIRED if verify else ssl.CERT_NONE\n"
            "    wrap(s, cert_reqs=ssl.CERT_REQUIRED if not self.off else ssl.CERT_NONE)\n",
        ),
        Example(
            "python",
            "def insecure_context():\n    def make(ctx):\n        ctx.verify_mode = ssl.CERT_NONE\n    return make\n",
        ),
        Example("typescript", "const noVerifyAgent = () => new Agent({ rejectUnauthorized: false });\n"),
        Example("python", "import ssl\n\nssl._create_default_https_context = ssl._create_unverified_context\n", (3,)),
        Example(
            "python",
            "import aiohttp\n\n\nasync def f(client: aiohttp.ClientSession, u):\n    await client.post(u, ssl=False)\n"
            "    await client.get(u, ssl=context)\n",
            (5,),
        ),
        Example(
            "python",
            "from ssl import _create_unverified_context as lax\nimport urllib3\n\n"
            "urllib3.PoolManager(cert_reqs='CERT_NONE')\nopen_page(u, context=lax())\n",
            (4, 5),
        ),
        Example("python", "database.connect(u, ssl=False)\nclient.get(u, ssl=False)\n"),
        Example(
            "typescript",
            "const rejectUnauthorized = false;\nconst agent = new Agent({ rejectUnauthorized });\n"
            "spawn('a', { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });\n",
            (1, 3),
        ),
        Example("python", 'import requests\n\nrequests.get("https://a.b", verify=True)\nrequests.get(u, verify=CA)\n'),
        Example("python", "import jwt\n\njwt.decode(t, verify=False)\ncheck(sig, verify=False)\n"),
        Example("python", "def get(url, verify=False):\n    return call(url, verify)\n"),
        Example("python", "# verify=False\ntext = 'verify=False'\nctx.check_hostname = True\n"),
        Example("typescript", "const agent = new https.Agent({ rejectUnauthorized: false });\n", (1,)),
        Example("javascript", 'process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";\n', (1,)),
        Example("javascript", 'process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = 0;\noptions.strictSSL = false;\n', (1, 2)),
        Example("typescript", "const agent = new https.Agent({ rejectUnauthorized: true });\n"),
        Example("typescript", "const agent = new https.Agent({ rejectUnauthorized: isProduction });\n"),
        Example("typescript", "const s = 'rejectUnauthorized: false';\n// NODE_TLS_REJECT_UNAUTHORIZED = 0\n"),
        Example("tsx", "const A = () => <Form verify={false} strict={false} />;\n"),
    ),
)

NO_WEAK_HASH = Entry(
    name="no-weak-hash",
    title="broken hashes (MD5, SHA-1), and hashes for passwords that are made to be fast",
    languages=ALL,
    engines=(Syntax(weak_hashes),),
    tier="likely",
    cwe=(327, 916),
    baseline="Passwords are never kept as a plain fast hash.",
    baseline_params={"use": "passwords"},
    severity="must",
    # Tests compare with hashes that others made.
    skip_tests=True,
    slots=(Slot("use", "name", default="everywhere", choices=("everywhere", "passwords")),),
    cues=("md5", "sha1", "sha-1", "bcrypt", "argon2", "scrypt"),
    phrases=(
        Phrase(rf"(?:^|[^\w-]){{NEVER}}(?![\w-]){{GAP}}{_WEAK}{{GAP}}\b{_PASSWORDS}", {"use": "passwords"}),
        Phrase(
            rf"\b{_PASSWORDS}\b{{WIDE}}\b(?:never|not|no|instead of|rather than)\b{{GAP}}{_WEAK}", {"use": "passwords"}
        ),
        Phrase(
            rf"\b{_PASSWORDS}\b{{GAP}}\b(?:hashed|hash|stored|with|via|using|use)\b{{GAP}}`?(?:bcrypt|argon2\w*"
            rf"|scrypt)\b",
            {"use": "passwords"},
        ),
        Phrase(
            rf"\b(?:use|hash)\b{{GAP}}\b(?:bcrypt|argon2\w*|scrypt)\b`?{{GAP}}\b(?:for|to hash"
            rf"|to store)\b{{GAP}}\b{_PASSWORDS}",
            {"use": "passwords"},
        ),
        Phrase(
            rf"\bhash{{GAP}}\b{_PASSWORDS}{{GAP}}\b(?:with|using|by)\b{{GAP}}(?:bcrypt|argon2\w*|scrypt)",
            {"use": "passwords"},
        ),
        *forbids(_WEAK, use="everywhere"),
    ),
    reads=(
        ("Never use MD5 or SHA1.", {"use": "everywhere"}),
        ("`md5` is forbidden", {"use": "everywhere"}),
        ("Use SHA-256 instead of MD5.", {"use": "everywhere"}),
        ("Passwords are hashed with bcrypt", {"use": "passwords"}),
        ("Hash passwords with argon2, never MD5.", {"use": "passwords"}),
        ("Never use MD5 for passwords", {"use": "passwords"}),
    ),
    ignores=(
        "`utils.lua` provides base64 and SHA-1.",
        "File names carry an MD5 of their content.",
        "POST /register uses bcryptjs.",
        "Do not upgrade bcrypt before the release.",
    ),
    words=Words(
        why="For MD5 and SHA-1 two inputs with the same hash can be made at will, and graphics cards try billions of "
        "passwords a second against any hash that was made to be fast.",
        question="If someone copied this table tonight, how long would it take to try every common password against "
        "it?",
        hint="Compare what your language offers for hashing files with what it offers for hashing passwords: one is "
        "slow on purpose.",
    ),
    examples=(
        Example("python", "import hashlib\n\ndef key(x):\n    return hashlib.md5(x).hexdigest()\n", (4,)),
        Example(
            "python", 'from hashlib import sha1 as h\n\na = h(b"x")\nimport hashlib\nb = hashlib.new("md5")\n', (3, 5)
        ),
        Example(
            "python",
            "import hashlib\n\ndef f(password):\n    return hashlib.sha256(password.encode()).hexdigest()\n",
            (4,),
            {"use": "passwords"},
        ),
        Example(
            "python",
            "import hashlib\n\ndef hash_password(raw):\n    digest = hashlib.md5(raw)\n    return digest\n",
            (4,),
            {"use": "passwords"},
        ),
        Example(
            "python",
            "import hashlib\n\ndef etag(x):\n    return hashlib.md5(x).hexdigest()\n",
            (),
            {"use": "passwords"},
        ),
        Example("python", "import hashlib\n\ndef f(x):\n    return hashlib.sha256(x).hexdigest()\n"),
        Example("python", "import hashlib\n\ndef f(x):\n    return hashlib.md5(x, usedforsecurity=False)\n"),
        Example(
            "python",
            "import hashlib\n\ndef f(password, s):\n    return hashlib.pbkdf2_hmac('sha256', password, s, 600000)\n",
            (),
            {"use": "passwords"},
        ),
        Example(
            "python",
            "from Crypto.Hash import MD5\nimport hashlib\n\na = MD5.new(x)\nb = hashlib.file_digest(f, 'sha1')\n",
            (4, 5),
        ),
        Example(
            "python",
            "from cryptography.hazmat.primitives import hashes, hmac\n\na = hashes.Hash(hashes.SHA1())\n"
            "b = hmac.HMAC(key, hashes.SHA1())\nc = hashes.Hash(hashes.SHA256())\n",
            (3,),
        ),
        Example(
            "typescript",
            "import md5 from 'blueimp-md5';\nimport { hash as digestOf } from 'node:crypto';\nconst a = md5(x);\n"
            "const b = digestOf('sha1', x);\nconst c = await window.crypto.subtle.digest({ name: 'SHA-1' }, x);\n"
            "const d = await crypto.subtle.digest('SHA-256', x);\n",
            (3, 4, 5),
        ),
        Example("python", "def f(x):\n    return self.md5(x) + md5(x)\n"),
        Example(
            "typescript",
            'import { createHash } from "crypto";\nconst h = createHash("md5").update(x).digest("hex");\n',
            (2,),
        ),
        Example("javascript", 'const crypto = require("crypto");\nconst a = crypto.createHash("SHA1");\n', (2,)),
        Example(
            "typescript",
            'const hash = (password: string) => createHash("sha256").update(password).digest("hex");\n',
            (1,),
            {"use": "passwords"},
        ),
        Example("typescript", 'const h = crypto.createHash("sha256").update(file).digest();\n'),
        Example("typescript", 'const h = crypto.createHash("md5").update(file).digest();\n', (), {"use": "passwords"}),
        Example("javascript", "const h = await bcrypt.hash(password, 12);\n"),
        Example("typescript", 'const s = "md5";\nconst t = table.createHash(md5);\n'),
    ),
)

NO_DEBUG_MODE = Entry(
    name="no-debug-mode",
    title="web servers that start in debug mode",
    languages=PYTHON,
    engines=(Syntax(debug_mode),),
    cwe=(489,),
    baseline="A web server never starts in debug mode.",
    baseline_params={"where": "servers"},
    severity="should",
    # A test server is not reached from outside.
    skip_tests=True,
    slots=(Slot("where", "name", default="everywhere", choices=("everywhere", "servers")),),
    cues=("debug",),
    phrases=(
        *forbids(r"`?debug\s*=\s*true`?"),
        *forbids(r"`?debug[ -]mode`?"),
    ),
    reads=(
        ("Never run the app with `debug=True`.", {"where": "everywhere"}),
        ("No DEBUG = True in settings", {}),
        ("Debug mode is forbidden in production.", {}),
        ("Never deploy with debug mode enabled", {}),
    ),
    ignores=(
        "Use debug logging for routine events.",
        "Start the server in debug mode with `make debug`.",
        "Remove debug prints before committing.",
        "Do not debug on the production server.",
    ),
    words=Words(
        why="In debug mode a web framework shows its source and variables to whoever makes it fail, and some offer a "
        "console that runs code on the server.",
        question="What would a stranger see, and be able to do, after causing an error on this server?",
        hint="Think about which part of the surroundings should decide this, so that the code is the same everywhere.",
    ),
    examples=(
        Example("python", 'if __name__ == "__main__":\n    app.run(debug=True)\n', (2,)),
        Example("python", "from fastapi import FastAPI\n\napp = FastAPI(debug=True)\n", (3,)),
        Example("python", "DEBUG = True\n", (1,)),
        Example("python", "app.run(\n    port=1,\n    debug=True,\n)\n", (3,), {"where": "servers"}),
        Example("python", "DEBUG = True\n", (), {"where": "servers"}),
        Example("python", "import asyncio\n\nasyncio.run(main(), debug=True)\n"),
        Example("python", "app.run(debug=settings.debug)\napp.run(debug=False)\n"),
        Example("python", "def f():\n    DEBUG = True\n    log(x, debug=True)\n"),
        Example("python", "DEBUG = os.environ.get('DEBUG') == '1'\n# DEBUG = True\n"),
    ),
)

NO_CORS_WILDCARD = Entry(
    name="no-cors-wildcard",
    title="servers that pages of every origin may call",
    languages=ALL,
    engines=(Syntax(any_origin),),
    tier="likely",
    cwe=(942,),
    # A test server is not reached from outside.
    skip_tests=True,
    cues=("cors", "origin"),
    phrases=(
        *forbids(
            r"(?:cors )?(?:wildcards?(?: cors)?(?: origins?)|(?:all|any) origins?|cors wildcards?|wildcards? cors)"
        ),
        Phrase(r"\bcors\b{GAP}{NEVER}{GAP}(?:\*|wildcard|all origins|any origin)"),
        Phrase(r"(?:^|[^\w-]){NEVER}(?![\w-]){GAP}`?allow_origins\s*=\s*\[[\"']\*"),
        Phrase(r"(?:^|[^\w-]){NEVER}(?![\w-]){GAP}`\*`{GAP}\b(?:cors|origins?)\b"),
        Phrase(r"(?:^|[^\w-]){NEVER}(?![\w-]){GAP}\bcors\b{GAP}(?:`\*`|\"\*\"|'\*'|wildcard)"),
    ),
    reads=(
        ("Never allow all origins.", {}),
        ("CORS: no wildcard origins", {}),
        ("Do not use `*` as a CORS origin.", {}),
        ("Wildcard origins are forbidden", {}),
        ('Never set `allow_origins=["*"]`.', {}),
    ),
    ignores=(
        "CORS is configured in `main.py`.",
        "CORS allows all origins in development.",
        "Never push to origin directly.",
        "No CORS is needed behind the proxy.",
    ),
    words=Words(
        why="Browsers ask a server which sites may use it on behalf of a visitor; “all of them” lets any page that a "
        "visitor opens call it from that visitor's network.",
        question="Which sites are meant to call this server from a browser, by name?",
        hint="Make the list of addresses from which your own pages are served, in development and in production.",
    ),
    examples=(
        Example("python", 'app.add_middleware(\n    CORSMiddleware,\n    allow_origins=["*"],\n)\n', (3,)),
        Example("python", "CORS_ALLOW_ALL_ORIGINS = True\n", (1,)),
        Example("python", "from flask_cors import CORS\n\nCORS(app)\n", (3,)),
        Example("python", 'response.headers["Access-Control-Allow-Origin"] = "*"\n', (1,)),
        Example(
            "python",
            "from flask_cors import CORS, cross_origin\n\nCORS(app, resources={'/a': {'origins': ['*']}})\n\n\n"
            "@app.get('/b')\n@cross_origin()\ndef b(): ...\n",
            (3, 7),
        ),
        Example("python", "ALL = ['*']\napp.add_middleware(CORSMiddleware, allow_origins=ALL)\n", (2,)),
        Example("python", "from flask_cors import CORS\n\nCORS(app, resources={'/a': {'origins': URLS}})\n"),
        Example(
            "typescript",
            "const io = new Server(http, { cors: { origin: '*' } });\napp.enableCors();\n"
            "const app = await NestFactory.create(AppModule, { cors: true });\n",
            (1, 2, 3),
        ),
        Example(
            "javascript",
            "import cors from '@fastify/cors';\nawait app.register(cors, { origin: true });\n"
            "const headers = [{ key: 'Access-Control-Allow-Origin', value: '*' }];\n",
            (2, 3),
        ),
        Example(
            "typescript",
            "const io = new Server(http, { cors: { origin: URLS } });\napp.enableCors({ origin: URLS });\n"
            "const page = { cors: { title: '*' } };\n",
        ),
        Example("python", 'app.add_middleware(CORSMiddleware, allow_origins=ORIGINS, allow_methods=["*"])\n'),
        Example("python", 'from flask_cors import CORS\n\nCORS(app, origins=["https://a.b"])\n'),
        Example("python", 'response.headers["Access-Control-Allow-Origin"] = origin\n'),
        Example("python", "CORS_ALLOW_ALL_ORIGINS = False\n# allow_origins=['*']\n"),
        Example("typescript", 'import cors from "cors";\napp.use(cors());\n', (2,)),
        Example("typescript", 'import cors from "cors";\napp.use(cors({ origin: "*" }));\n', (2,)),
        Example("javascript", 'res.setHeader("Access-Control-Allow-Origin", "*");\n', (1,)),
        Example("typescript", 'return new Response(b, { headers: { "Access-Control-Allow-Origin": "*" } });\n', (1,)),
        Example("typescript", 'import cors from "cors";\napp.use(cors({ origin: ["https://a.b"] }));\n'),
        Example("typescript", 'import cors from "cors";\napp.use(cors(options));\n'),
        Example("javascript", 'res.setHeader("Access-Control-Allow-Methods", "*");\n'),
        Example("javascript", 'const origin = "*";\nconst h = { origin: "*" };\n'),
    ),
)

ENTRIES = (VERIFY_TLS, NO_WEAK_HASH, NO_DEBUG_MODE, NO_CORS_WILDCARD)
