"""The examples of the check for secrets.

Samples of real formats are put together here, so that no scanner takes this file for a leak.
"""

from dataclasses import replace

from teaching.review.entry import Example

_SAMPLES = {
    "@GH@": "ghp" + "_abcdefghijklmnopqrstuvwxyz0123456789",
    "@AWS@": "AKIA" + "Q7ZP3KX9WM2RT5VB",
    "@GOOGLE@": "AIza" + "SyA9Z8y7X6w5V4u3T2s1R0qPoNmLkJiHgFe",
    "@PEM@": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "@URL@": "postgresql://app:" + "s3cretPw9@db.internal/x",
    "@DOC@": "https://a:" + "b3cd@c.d",
}


def _filled(example: Example) -> Example:
    code = example.code
    for mark, sample in _SAMPLES.items():
        code = code.replace(mark, sample)
    return replace(example, code=code)


_MARKED = (
    Example("python", 'DB_PASSWORD = "hunter2"\nclient_secret: str = "8Qx7abcDEF123456"\n', (1, 2)),
    Example("python", 'connect(\n    host="a",\n    password="P@ssw0rd1",\n)\n', (3,)),
    Example(
        "python",
        'd = {"api_key": "9f8e7d6c5b4a39281706f5e4"}\n\n\ndef f(token="a1b2c3d4e5f6a7b8"):\n    pass\n',
        (1, 4),
    ),
    Example(
        "python",
        'SECRET = os.getenv("SECRET", "sup3rs3cr3tvalue99")\napp.config["SECRET_KEY"] = "super-secret-key"\n',
        (1, 2),
    ),
    Example(
        "python",
        'x = f(\n    "@GH@",\n)\nu = "@URL@"\n',
        (2, 4),
    ),
    Example(
        "python",
        'class A:\n    secret_key = "django-insecure-4#k2@x9!v7z1q8w"\n    api_key: str = Field("a1b2c3d4e5f6a7b8")\n',
        (2, 3),
    ),
    Example(
        "python",
        'KEY = """@PEM@\nMIIEpAIBAAKCAQEA7bq1zq8c5aZ8o9a3m7r0b1c2d3e4f5g6h7\n"""\n',
        (1,),
    ),
    Example("python", 'token = "@AWS@"\n', (1,), path="tests/test_a.py"),
    Example("python", 'PASSWORD = "hunter2"\napi_key = "9f8e7d6c5b4a39281706f5e4"\n', (), path="tests/test_a.py"),
    Example("python", 'API_KEY = os.environ["API_KEY"]\npassword = getpass("Password: ")\n'),
    Example(
        "python",
        'TOKEN = "token"\nPASSWORD = "password"\npassword = ""\nsecret = "changeme"\nkey = "<your-api-key-1>"\n',
    ),
    Example("python", 'd = {"access_token": "access_token", "password": "required"}\nrevision = "a1b2c3d4e5f6"\n'),
    Example(
        "python",
        'API_KEY_NAME = "X-API-Key"\ntoken_url = "https://a.b/oauth2/token"\npassword_hash = "5f4dcc3b5aa765d61d83"\n',
    ),
    Example(
        "python",
        'd = {"login_password": "5/m/user", "change_password": "c4-page9"}\nreset_token = "9f8e7d6c5b4a39281706f5e4"\n'
        'connect(password="guest")\nftp(password="anonymous@")\nupdate_password = "v2form8"\n',
    ),
    Example("python", 'd = {"login_password": "5mUser/7"}\nconnect(password="guest12")\n', (1, 2)),
    Example("python", 'if token == "EOF":\n    pass\npad_token = "<pad>"\nsecret = "AWS_SECRET_ACCESS_KEY"\n'),
    Example(
        "python",
        'def f(password, token=None):\n    """Uses "@DOC@" as an address."""\n    return f"{password}12ab"\n',
    ),
    Example("typescript", 'const apiKey = "9f8e7d6c5b4a39281706f5e4";\n', (1,)),
    Example(
        "typescript",
        "class A {\n  private readonly token = 'tk_9f8e7d6c5b4a3928';\n  #secret = 'kJ83hd92ksLq02';\n}\n",
        (2, 3),
    ),
    Example(
        "tsx",
        'const C = () => (\n  <Maps\n    apiKey="@GOOGLE@"\n    token={"a1b2c3d4e5f6a7b8"}\n  />\n);\n',
        (3, 4),
    ),
    Example(
        "javascript",
        'const s = process.env.JWT_SECRET || "supersecret123";\njwt.sign(payload, "shhhhh");\n',
        (1, 2),
    ),
    Example(
        "javascript",
        'class A {\n  password = "hunter2";\n}\nfunction f({ apiKey = "abcd1234efgh5678" }) {}\n',
        (2, 4),
    ),
    Example("typescript", 'const apiKey = process.env.API_KEY;\nfetch(u, { credentials: "include" });\n'),
    Example(
        "typescript",
        'enum E {\n  TOKEN = "token",\n  Password = "password",\n}\n'
        'const l = { password: "Passwort", token: "Jeton d\'accès" };\n',
    ),
    Example(
        "tsx",
        'const C = () => <input name="password1" type="password" data-testid="password-2" accessKey="s" />;\n',
    ),
    Example(
        "typescript",
        "const h = { Authorization: `Bearer ${token}` };\nconst r = { password: '^(?=.*[A-Z]).{8,}$' };\n",
    ),
    Example(
        "typescript",
        'type T = { token: "abc12345" };\nconst storageKey = "auth_token_v2";\n'
        'const k = { apiKey: "YOUR_API_KEY_1234" };\n',
    ),
    Example("javascript", '// const password = "hunter2";\nconst p = { password: "" };\n'),
)

EXAMPLES = tuple(_filled(example) for example in _MARKED)
