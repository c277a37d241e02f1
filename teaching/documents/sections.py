"""What a section is for, from the words of its headings: any level, order and numbering."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from teaching.patterns import lazily

SectionKind = Literal["protocol", "standards", "rubric", "commands"]

_NUMBERING = lazily(
    r"^(?:(?:section|part|chapter|step|phase)\s+)?(?:\d+(?:\.\d+)*|[ivx]{1,4}|[a-z])[.):]\s*"
    r"|^\d+(?:\.\d+)*\s+(?=\S)"
)
_PARENTHESES = lazily(r"\s*[(（\[][^()（）\[\]]*[)）\]]")
_NOT_WORDS = lazily(r"[^\w\s&/+'-]|_")

_PROTOCOL = lazily(
    r"\b(?:training|teaching|mentor(?:ing|ship)?|tutor(?:ing)?|learning|coaching)\s+(?:protocol|mode|style|rules|"
    r"approach|guidelines|contract|instructions)\b|\bmentor(?:ing|ship)?\b|^tutor(?:ing)?\b|\bhow (?:to|you) teach\b|"
    r"^output style$|protocolo de (?:formaci[oó]n|entrenamiento|ense[nñ]anza|treinamento)|lern(?:modus|protokoll)|"
    r"protocole (?:de formation|d'apprentissage)|протокол обучения|교육 프로토콜|학습 (?:프로토콜|모드)|"
    r"培训协议|教学(?:协议|模式|规则)|トレーニングプロトコル|学習(?:モード|プロトコル)"
)
_RUBRIC = lazily(
    r"\brubrics?\b|^grading\b|\bgrading$|^(?:evaluation|assessment|marking)(?: (?:criteria|scheme|rules|standards))?$|"
    r"\bdefinition of (?:done|ready)\b|\bacceptance criteria\b|^done means\b|"
    r"r[uú]brica|criterios de (?:evaluaci[oó]n|avalia[cç][aã]o)|crit[eé]rios de avalia[cç][aã]o|bewertung|"
    r"crit[eè]res d'[eé]valuation|критерии (?:оценки|готовности)|채점|평가 기준|评分|评估标准|验收标准|評価基準|採点"
)
_STANDARDS_LAST = lazily(
    r"\b(?:standards?|rules?|conventions?|guidelines?|principles?|constraints?|invariants?|requirements|"
    r"(?:code|coding|programming|writing|python|typescript|javascript|rust|go) style|style guide|code quality|"
    r"best practices|practices|patterns|do'?s (?:and|&) don'?t'?s|do not|don'?ts?|never|always|must)$"
)
_STANDARDS = lazily(
    r"^(?:coding|architectural|architecture) (?:standards?|rules?|conventions?|principles?)\b|"
    r"^code (?:style|quality|standards)\b|"
    r"^(?:rules?|conventions?|guidelines?|standards?|principles?) (?:for|of|and|&|when|in)\b|"
    r"^(?:critical|important|hard|golden|non-negotiable)\b.*\brules?\b|"
    r"est[aá]ndares|convenciones|reglas|normas|conven[cç][oõ]es|regras|padr[oõ]es|regeln|richtlinien|konventionen|"
    r"r[eè]gles|normes|правила|соглашения|стандарты|стиль кода|규칙|컨벤션|원칙|가이드라인|코드 스타일|"
    r"规范|规则|約束|约定|原则|标准|規約|規則|ルール|ガイドライン|スタイル"
)
_COMMANDS = lazily(
    r"\bcommands?(?:$| ?(?:&|/)| (?:and|for|to|reference|summary|list)\b)|^commands?\b|"
    r"^(?:npm |package |useful |dev(?:elopment)? )?scripts$|\bcheat ?sheet\b|"
    r"\bbuild(?:ing)?\b(?: \w+)?(?: ?[/&] ?| and | )(?:test|lint|run)|"
    r"\btest(?:ing)?(?: ?/ ?| ?& ?| and )(?:build|lint|run)|"
    r"^how to (?:run|build|test)\b|\brunning (?:the )?tests\b|"
    r"comandos|befehle|commandes|команды|명령어?|命令|コマンド"
)
_WITH_COMMANDS = lazily(
    r"\b(?:tests?|testing|lint(?:ing|ers?)?|format(?:ting)?|develop(?:ment|ing|er)?|dev|setup|set up|getting started|"
    r"quick ?start|build(?:ing|s)?|run(?:ning)?|usage|install(?:ation|ing)?|workflow|ci|quality|scripts?|verif\w+|"
    r"validation|checks?|tooling|tools|type[ -]?check\w*|quick reference|before (?:commit\w*|push\w*|submit\w*)|"
    r"commit\w*|makefile|environment)\b|"
    r"pruebas|desarrollo|instalaci[oó]n|testes|desenvolvimento|entwicklung|d[eé]veloppement|"
    r"тест|разработк|сборк|테스트|개발|빌드|설치|실행|测试|开发|构建|运行|安装|テスト|開発|ビルド"
)


@lru_cache(maxsize=4096)
def kind_of(heading: str) -> SectionKind | None:
    """What one heading says that its section is for, or None where it says nothing of it."""
    words = _words(heading)
    if _PROTOCOL.search(words):
        return "protocol"
    if _RUBRIC.search(words):
        return "rubric"
    if _STANDARDS_LAST.search(words):
        return "standards"
    if _COMMANDS.search(words):
        return "commands"
    return "standards" if _STANDARDS.search(words) else None


def section_of(headings: Sequence[str]) -> SectionKind | None:
    """The kind of the innermost heading that has one: a sub-section inherits."""
    return next((kind for heading in reversed(headings) if (kind := kind_of(heading))), None)


@lru_cache(maxsize=4096)
def names_commands(heading: str) -> bool:
    """Whether commands of the project are to be expected under this heading."""
    return kind_of(heading) == "commands" or _WITH_COMMANDS.search(_words(heading)) is not None


def _words(heading: str) -> str:
    text = _PARENTHESES.sub("", heading[:200].casefold()).replace("’", "'")
    text = _NOT_WORDS.sub(" ", _NUMBERING.sub("", text.strip(" \t#*`_-–—✅❌⚠️")))
    return " ".join(_NUMBERING.sub("", text.strip()).split())
