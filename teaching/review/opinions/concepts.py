"""What rules speak of that has a form in code: loops, handlers, components, queries. A line shows it, or does not.

Lines are read as text, which is enough to choose what somebody looks at; no finding stands on this.
"""

import re
from dataclasses import dataclass
from functools import cache

from teaching.patterns import lazily

# At least three letters stay, and the longest ending goes.
_CUT = re.compile(
    r"(.{3,}?)(?:ations?|ating|ators?|ate[sd]?|ities|ity|ings?|ments?|ness|able|ible|ied|ers?|e[sd]|or|ly|al|ie|[ey])"
)


@cache
def stem(word: str) -> str:
    """A lower-case word without what changes with number, tense and kind: `handlers`, `handled` → `handl`."""
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        word = word[:-1]
    cut = _CUT.fullmatch(word)
    return word if cut is None else cut[1]


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that rules speak of.

    Attributes:
        words: stems of the English words that name it.
        roots: what its words begin with in other languages, or hold where words have no blanks between them.
        seen: matches a line that shows it.
        best: matches a line that rules on it are about more than on others.
        weight: what a line that shows it is worth; little for what stands everywhere.
        structural: its words name a kind of code and nothing of the project, so that they are not looked for in names.
        tests: whether it shows in tests alone.
    """

    name: str
    words: frozenset[str]
    roots: tuple[str, ...]
    seen: re.Pattern[str]
    best: re.Pattern[str] | None = None
    weight: float = 1.5
    structural: bool = False
    tests: bool = False


_FUNCTION = (
    r"^\s*(?:export\s+)?(?:default\s+)?(?:(?:public|private|protected|static)\s+)*(?:async\s+)?(?:def|function|func|fn)\b"
    r"|^\s*(?:export\s+)?(?:const|let)\s+\w+\s*(?::[^=]+)?=\s*(?:async\s*)?(?:\([^)]*\)|\w+)\s*(?::[^=>]+)?=>"
)
_CLASS = r"^\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?(?:class|interface|enum)\s+\w"
_ASSIGNED = r"^\s*(?:export\s+)?(?:const\s+|let\s+|var\s+)?[A-Za-z_]\w*\s*(?::[^=]+)?=(?![=>])"
_VAGUE_NAME = (
    r"\b(?:data\d*|tmp|temp|foo|bar|val|obj|stuff|thing|info|res|ret|arr|lst|[a-z]\d?)\s*(?::[^=]+)?=(?!=)"
    r"|(?:def|function|class|const)\s+(?:do\w*|handle|process\w*|run|manage\w*|\w*Manager|\w*[Uu]til\w*|\w*[Hh]elper\w*|\w{1,2})\b"
)


def _concept(  # one row of the table below, so its arguments have the order of the row
    name: str,
    words: str,
    roots: str,
    seen: str,
    best: str = "",
    weight: float = 1.5,
    *,
    structural: bool = False,
    tests: bool = False,
) -> Concept:
    return Concept(
        name,
        frozenset(stem(word) for word in words.split()),
        tuple(roots.split()),
        lazily(seen),
        lazily(best) if best else None,
        weight,
        structural,
        tests,
    )


CONCEPTS: tuple[Concept, ...] = (
    _concept(
        "functions", "function method helper responsibility routine callback parameter argument signature side-effect",
        "funci funç fonction funktion funzion functie funkcj fonksiyon функци метод métod méthod metod "
        "函数 方法 関数 メソッド 함수 메서드",
        _FUNCTION, weight=1.0, structural=True,
    ),
    _concept(
        "classes", "class inheritance subclass composition object singleton abstraction",
        "clase classe klasse klas sınıf класс 类 クラス 클래스", _CLASS, weight=1.2, structural=True,
    ),
    _concept(
        "names", "name naming identifier variable abbreviation abbreviate rename camelcase",
        "nombre nome nom namen naam nazw isim имен назван variab 命名 变量 变數 名前 変数 이름 변수 bezeichn",
        rf"{_FUNCTION}|{_CLASS}|{_ASSIGNED}", _VAGUE_NAME, 1.0, structural=True,
    ),
    _concept(
        "errors", "error exception catch raise throw fail failure swallow handler crash panic recover",
        "error erro erreur fehler fout błęd hata ошиб исключ excep ausnahme 错误 异常 錯誤 エラー 例外 오류 예외",
        r"\b(?:try|except|catch|finally|raise|throw|rescue|panic)\b|\bif err\b|\w(?:Error|Exception)\b",
        r"^\s*[})]?\s*(?:except|catch|rescue)\b",
    ),
    _concept(
        "loops", "loop iterate iteration iterating comprehension nested",
        "bucle laço boucle schleife ciclo lus pętl döngü цикл 循环 ループ 반복",
        r"^\s*(?:async\s+)?(?:for|while)\b|\.(?:forEach|map|filter|reduce|flatMap)\(|\bfor\b.+\bin\b.+[\])}]",
    ),
    _concept(
        "tests", "test testing assert assertion mock fixture spec coverage",
        "prueba teste tester test 测试 テスト 테스트 тест",
        r"^\s*(?:async\s+)?def test_|\bassert\b|\bexpect\(|^\s*(?:it|test|describe)(?:\.\w+)*\(|\b[Mm]ock\w*|\bpatch\(",
        structural=True, tests=True,
    ),
    _concept(
        "components", "component prop jsx render hook react screen page view widget",
        "componente composant komponent composant компонент 组件 コンポーネント 컴포넌트",
        
        r"<[A-Z]\w*[\s/>]|\buse[A-Z]\w*\(|^\s*(?:export\s+)?(?:default\s+)?(?:function|const)\s+[A-Z][a-z]\w*\b[^;]*[({]",
        structural=True,
    ),
    _concept(
        "state", "state mutate mutation mutable immutable immutability global side-effect store reducer",
        "estado état zustand stato toestand stan состоян 状态 状態 상태",
        r"\buse(?:State|Reducer|Ref|Context|Store|Selector)\(|\bset[A-Z]\w*\(|^\s*(?:global|nonlocal)\b"
        r"|\b(?:self|this)\.\w+\s*[-+*/|&]?=(?!=)|\.(?:append|push|pop|splice|update|sort|clear)\(",
    ),
    _concept(
        "queries", "query sql database db transaction orm migration repository persistence",
        "consulta requête abfrage zapytan sorgu запрос baza 查询 数据库 クエリ データベース 쿼리 데이터베이스",
        r"(?i:\b(?:select\s.+\sfrom|insert\s+into|update\s+\w+\s+set|delete\s+from|create\s+table)\b)"
        
        r"|\.(?:execute|executemany|query|raw|findMany|findUnique|findFirst|objects|filter_by|fetchall|fetchone|scalars?)\b"
        r"|\b(?:session|transaction|cursor|prisma)\b",
    ),
    _concept(
        "http", "api endpoint route router request response http controller client url network",
        "petic anfrage zapros запрос 接口 请求 リクエスト 요청",
        
        r"@\w+\.(?:get|post|put|patch|delete|route|websocket)\(|\b(?:app|router|server)\.(?:get|post|put|patch|delete|use)\("
        r"|\b(?:fetch|axios|requests|httpx|urlopen|aiohttp)\b\s*[.(]|\b(?:req|res|request|response|Request|Response)\b",
    ),
    _concept(
        "logging", "log logging logger print trace audit",
        "registro journal protokoll журнал лог 日志 ログ 로그",
        r"\b(?:log|logger|logging|console)\.\w+\(|\bprint\(|\bprintln!?\(|\bfmt\.Print",
    ),
    _concept(
        "comments", "comment docstring documented jsdoc todo",
        "coment comment kommentar commento komentarz yorum коммент 注释 註釋 コメント 주석",
        r"^\s*(?:#(?!!)|//|/\*|\*\s|\"\"\"|''')|\S\s+(?:#|//)\s|TODO|FIXME", structural=True,
    ),
    _concept(
        "types", "type typing annotation interface enum generic cast union dto typed",
        "tipo typ типы типи 类型 型 타입",
        
        r"\b(?:interface|type|enum)\s+\w+|\b(?:Any|any|TypedDict|dataclass|BaseModel)\b|\bas\s+[A-Z]\w*|->|:\s*[A-Za-z]\w*(?:\[|<|\s*\|)",
        weight=1.0, structural=True,
    ),
    _concept(
        "imports", "import dependency dependencies module layer boundary coupling package library domain architecture",
        "import dependencia dépendance abhängig modul зависим модул 依赖 模块 依存 의존",
        r"^\s*(?:import|from|use|require|include)\b|\brequire\(", weight=1.2, structural=True,
    ),
    _concept(
        "asynchrony", "async asynchronous await promise concurrent concurrency parallel thread race "
        "blocking lock queue",
        "asínc assínc asynchron parallel поток асинхрон 异步 并发 非同期 비동기",
        r"\b(?:async|await|Promise|Thread|threading|gather|create_task|Lock|asyncio|setTimeout|setInterval)\b|\.then\(",
    ),
    _concept(
        "configuration", "config configuration configure environment env setting settings constant flag "
        "hardcode hardcoded",
        "configur entorno einstell konfig настро конфиг 配置 环境变量 設定 설정",
        r"\bos\.environ\b|\bgetenv\b|\bprocess\.env\b|\b(?i:config|settings)\b|^[A-Z][A-Z0-9_]{2,}\s*(?::[^=]+)?=",
    ),
    _concept(
        "literals", "magic hardcode hardcoded hard-coded literal constant",
        "mágic magisch магич 魔法 マジック 매직", r"(?<![\w.\"'])(?:[2-9]|\d{2,})(?:\.\d+)?(?![\w\"'])", weight=1.2,
    ),
    _concept(
        "input", "validate validation valid sanitize input untrusted parse parsing schema boundary payload user-input",
        "valid eingabe entrada entrée вход провер 验证 校验 输入 検証 入力 검증 입력",
        
        r"\b(?:request|req|input|argv|params|query|body|payload|form)\b\s*[.(\[]|\b(?:json\.loads|JSON\.parse|parse\w*|int|float|Number)\(",
    ),
    _concept(
        "branches", "condition conditional nesting nested branching guard switch ternary boolean",
        "condición condition bedingung условие вложен 条件 嵌套 조건",
        r"^\s*(?:[})]\s*)?(?:else\s+)?(?:if|elif|else|switch|match|case|unless)\b|\?\s.+\s:\s",
        structural=True,
    ),
    _concept(
        "nothing", "null undefined optional nullable nil",
        "nulo nul 空值", r"\b(?:None|null|undefined|nil|Optional)\b", structural=True,
    ),
    _concept(
        "files", "file filesystem disk io upload stream",
        "archivo arquivo fichier datei bestand plik dosya файл 文件 ファイル 파일",
        r"\bopen\(|\b(?:Path|readFile\w*|writeFile\w*|fs|shutil)\b\s*[.(]|^\s*with\b", structural=True,
    ),
    _concept(
        "time", "date datetime timestamp timezone utc clock",
        "fecha data zeit datum дата врем 时间 日期 時刻 日時 시간 날짜",
        r"(?i:(?<![a-z])(?:date|datetime|time|timedelta|timezone|utc|utcnow|now|today|moment)(?![a-z]))|\bDate\b",
    ),
    _concept(
        "money", "money price amount currency cent cents decimal balance fee tax payment invoice",
        "dinero dinheiro argent geld деньг цен 金额 价格 金額 금액 가격",
        r"(?i:price|amount|money|currency|cents|balance|\bfee|\btax|payment|invoice|decimal|(?<![a-z])total)",
    ),
    _concept(
        "access", "auth authentication authorization authorise authorize login password token session permission "
        "credential privacy",
        "contraseñ usuari senha passwort benutzer парол пользоват 权限 用户 認証 権限 인증 권한",
        r"(?i:auth|login|passw|token|session|permission|(?<![a-z])role|jwt|cookie|credential|(?<![a-z])user)",
    ),
    _concept(
        "markup", "html css tailwind accessibility accessible aria alt keyboard button color",
        "accesib acessib barrierefrei 样式 スタイル 스타일",
        r"<[a-z][\w-]*[\s>/]|\bclassName=|\bstyle=|\baria-\w+", structural=True,
    ),
    _concept(
        "text", "translation translate i18n locale localize localise user-facing",
        "traduc tradu übersetz перевод 翻译 翻訳 번역",
        r">\s*[A-Z][a-z]+[^<{>]*<|\b(?:i18n|gettext|useTranslation)\b|\b[t_]\(",
    ),
)  # fmt: skip
