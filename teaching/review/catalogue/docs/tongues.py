"""Documentation: the language in which comments are written."""

import re
from collections.abc import Iterator

from teaching.patterns import lazily
from teaching.review.catalogue.wording import EXCUSED, clip, name_of
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, SourceFile, end_line, start_line

# Scripts that belong to few languages each; a comment in one of them is in none of the others.
_SCRIPTS = {
    "japanese": lazily(r"[\u3041-\u3096\u30a1-\u30fa]"),
    "korean": lazily(r"[\uac00-\ud7a3]"),
    "chinese": lazily(r"[\u4e00-\u9fff]"),
    "russian": lazily(r"[\u0400-\u04ff]"),
    "arabic": lazily(r"[\u0600-\u06ff]"),
    "hebrew": lazily(r"[\u0590-\u05ff]"),
    "greek": lazily(r"[\u0370-\u03ff]"),
    "thai": lazily(r"[\u0e00-\u0e7f]"),
    "hindi": lazily(r"[\u0900-\u097f]"),
}
_SYLLABIC = frozenset({"japanese", "korean", "chinese"})
_SHARED = {"japanese": ("chinese",), "ukrainian": ("russian",), "bulgarian": ("russian",), "mandarin": ("chinese",)}
# The small words of each language that none of the others has, and no programmer writes as a name.
_SMALL_WORDS = {
    "english": "the of is are this that with from when not and for it be was which should has if we must to because"
    " on or by as at an all then than they its into only here there does do can will so but no",
    "german": "der die das und nicht ist wird werden eine einen sind auf mit wenn damit fuer für oder auch dass"
    " nur noch"
    " muss kein keine hier beim zum zur diese dieser dieses wir zuerst dann aus dem den ein einer eines als bei nach"
    " vor bis alle allen jede jeder jedes jedem schon sonst aber weil durch über unter zwischen müssen kann können"
    " soll sollte wurde haben hat sich sie ihre vom im am um ob so wie ersten zusammen",
    "spanish": "el los las una del que para por con este esta estos cuando como pero más también está son hay desde"
    " sobre según función es se lo su si al todos todas cada antes después primero luego solo porque donde entre"
    " aquí debe puede sin nos ya",
    "portuguese": "o a uma não que para com dos das quando são está também pelo pela isso aqui então até como"
    " função dados"
    " um os se ao já depois antes primeiro todos todas cada porque onde entre deve pode sem mais seu sua",
    "french": "le les une des est dans pour avec qui que sont pas cette ces nous vous être sur par mais aussi du au"
    " il elle ils et ou si on ne tous toutes chaque avant après puis donc parce car leur son sa aux sans plus ici"
    " peut doit d'abord ensuite entre comme quand",
    "italian": "il gli una che per con sono della delle dei questo questa quando anche non viene nel nella alla è"
    " di un lo le si ogni tutti tutte prima dopo poi perché dove tra deve può senza più come ma qui ci dal dalla",
    "dutch": "het een van niet voor met zijn deze wordt worden naar ook maar moet als dit bij geen de en is dat op te"
    " aan er uit om over we alle elke eerst dan daarna omdat waar tussen kan zonder meer hier nog al heeft",
    "polish": "nie jest się dla przez oraz które który gdy jeśli tylko ale być tego tej jako można na po za od do że"
    " czy już tak wszystkie każdy najpierw potem więc gdzie między musi bez tu są",
    "turkish": "bir ve için ile bu değil olarak daha çok eğer sonra olan gibi kadar veya ise her önce bütün tüm"
    " çünkü nerede arasında burada var yok da de mi en",
    "swedish": "och att det som inte är för med ett av till när eller om ska kan på en den de vi alla varje först"
    " sedan därför där mellan måste utan mer här har från",
    "czech": "je se na že pro jako který pokud není nebo také jsou této ve do za od po každý nejdřív potom proto kde"
    " mezi musí bez tady už jen aby",
}  # fmt: skip
_OWN = {name: frozenset(text.split()) for name, text in _SMALL_WORDS.items()}
# English words, and what code and formulas are full of: alone they make no text of another language.
_SHARED_WORDS = _OWN["english"] | frozenset(
    "die also man war hat an am um im so bis aus el la le les de des du en et il on sur par plus pour son sa ne"
    " si un an al lo su es se os um ao no do te me mi er we over is is na po to je ve da de van del con per ad est pas"
    " tu ci via var mais main date des dos das ser pro kan har man vi av till".split()
)
_WORD = lazily(r"[^\W\d_]+")
# What is quoted is no language: code, addresses, examples of what users type.
_QUOTED = lazily(r"`[^`]*`|\"[^\"]*\"|'[^']*'|“[^”]*”|«[^»]*»|「[^」]*」|https?://\S+|\([^)]*\)|\S*[/\\@]\S*")
_LICENCE = lazily(r"copyright|licen[cs]e|author|©|eslint|prettier|noqa|pylint", re.IGNORECASE)


def foreign_comments(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Comments and docstrings whose script or small words are of another language than the named one."""
    wanted = name_of(params, "language")
    for line, last, text in _comments(source):
        if _LICENCE.search(text):
            continue
        other = _other_language(_QUOTED.sub(" ", text), wanted)
        if other:
            yield Fact(line, last, f"The comment `{clip(text)}` is in {other}.")


def _comments(source: SourceFile) -> Iterator[tuple[int, int, str]]:
    for node in source.nodes("comment"):
        text = re.sub(r"^\s*(?:#+!?|//+|/\*+|\*+/?)|\*+/$", " ", node.text(), flags=re.MULTILINE)
        yield start_line(node), end_line(node), " ".join(text.split())
    if source.language == "python":
        for node in source.nodes("expression_statement"):
            string = node.child(0)
            if string is not None and string.kind() == "string":
                yield start_line(node), end_line(node), " ".join(string.text().strip("\"'rRbBuU").split())


def _other_language(text: str, wanted: str) -> str:
    """The language of a text where it is surely not the wanted one, else an empty text."""
    script = _script_of(text)
    if script:
        return "" if script == wanted or script in _SHARED.get(wanted, ()) else script.capitalize()
    found = [word.lower() for word in _WORD.findall(text)]
    if wanted in _SCRIPTS:
        foreign_script = len(found) >= 4 and _count(found, "english") >= 3
        return "English" if foreign_script else ""
    if wanted not in _OWN or len(found) < 4:
        return ""
    own = _count(found, wanted)
    best = max((name for name in _OWN if name != wanted), key=lambda name: _count(found, name))
    count, sure = _count(found, best), len({word for word in found if word in _OWN[best]} - _SHARED_WORDS)
    if best == "english":
        sure = count
    elif count and any(not word.isascii() for word in found):
        sure += 1  # a letter that English has only in names
    enough = sure >= 2 and count >= (3 if own else 2) and count >= 3 * own and count >= 0.25 * len(set(found))
    return best.capitalize() if enough else ""


def _script_of(text: str) -> str:
    """The script that most letters of a text are in; a single sign or a name in brackets is no comment in it."""
    letters = sum(character.isalpha() for character in text)
    for name, script in _SCRIPTS.items():
        count = len(script.findall(text))
        # Japanese mixes its own signs with Chinese ones.
        if name == "japanese" and count >= 2:
            count += len(_SCRIPTS["chinese"].findall(text))
        # Letters that stand alone are signs of a formula; only the languages of East Asia write words with one.
        worded = name in _SYLLABIC or re.search(rf"(?:{script.pattern}){{3}}", text) is not None
        if count >= 2 and worded and count >= 0.4 * letters:
            return name
    return ""


def _count(found: list[str], language: str) -> int:
    """How many different small words of a language a text has."""
    return len({word for word in found if word in _OWN[language]})


_LANGUAGES = (
    r"(?P<language>english|german|spanish|portuguese|french|italian|dutch|polish|turkish|swedish|czech|chinese|japanese"
    r"|korean|russian|greek|hebrew|arabic|hindi|thai)"
)
_COMMENTS = (
    r"(?:(?:all |code |inline |source |every |the |any )*(?:code|comments?|docstrings?|identifiers|naming|names"
    r"|variable names|commit messages|docs|documentation)(?:,? (?:and|or|&) |\s?[,/+] ?| \()?)"
)

COMMENT_LANGUAGE = Entry(
    name="comment-language",
    title="comments in another script or language than the named one",
    languages=ALL,
    engines=(Syntax(foreign_comments),),
    cues=tuple(_OWN) + tuple(_SCRIPTS),
    phrases=(
        Phrase(
            r"^(?=.*\bcomments?\b)\W*(?:[\w /-]{{1,24}}:\W*)?(?:(?:write|keep|use|put) )?"
            rf"(?:{_COMMENTS}\)?){{{{1,6}}}}:?\s?(?:\([^)]*\) ?)?(?:(?:must|should|are|is|shall|be|always|only"
            rf"|written|stay|remain|in|kept|has to)\s)*(?:always |only |plain |simple )*{_LANGUAGES}\b",
            {},
            rf"{EXCUSED}|\b(?:translat\w*|not in|never in|don't|except)\b",
        ),
        Phrase(
            rf"(?:^\W*|[;,:.] |\b(?:use|only|always|in) ){_LANGUAGES}(?: only)?:?\s(?:in|for)\s(?:all )?"
            rf"(?:{_COMMENTS}\)?){{{{1,6}}}}(?<=ments)(?: and \w+)*",
            {},
            rf"{EXCUSED}|\b(?:translat\w*|not in|never)\b",
        ),
        Phrase(rf"\b{_LANGUAGES}[- ](?:only |language )?comments (?:only|required|everywhere)\b", {}, EXCUSED),
        Phrase(
            r"\b(?:no|never)\s(?:write )?(?:non-english|foreign[- ]language) comments?\b|\bno comments in "
            r"(?:other|any other|another) languages? than english\b",
            {"language": "English"},
            EXCUSED,
        ),
        Phrase(
            r"\bcomments?\b[^.;:]{{0,15}}\b(?:must|should|are|is|always|only|be|written)\s(?:(?:be|always"
            rf"|only|written|in)\s)*(?:in )?{_LANGUAGES}\b",
            {},
            rf"{EXCUSED}|\b(?:translat\w*|not in|never in)\b|\bpr\b|\bissues?\b|\breview comments?\b",
        ),
    ),
    reads=(
        ("Comments in English", {"language": "English"}),
        ("All comments must be written in English.", {"language": "English"}),
        ("**Language:** code and comments in English", {"language": "English"}),
        ("Code comments are in German", {"language": "German"}),
        ("English for code, comments and commit messages", {"language": "English"}),
        ("- Write comments in Spanish", {"language": "Spanish"}),
        ("English only in code and comments", {"language": "English"}),
        ("No non-English comments", {"language": "English"}),
        ("Docstrings and comments: English", {"language": "English"}),
    ),
    ignores=(
        "The interface is in German and English.",
        "Answer in English, with comments where needed.",
        "Comments explain why, not what.",
        "User-facing texts are in Spanish.",
        "Translate comments from German before you merge.",
        "Review comments are answered in English within a day.",
        "Documentation in English lives in `docs/`.",
    ),
    slots=(Slot("language", "name", default="English"),),
    tier="likely",
    words=Words(
        why="A comment is written for whoever comes next. In a language that they do not share with the rest of the "
        "code it might as well not be there.",
        question="Who will read this comment in a year, and which languages do they have in common?",
        hint="Look at the comments around this one, and say the same thing the way that they do.",
    ),
    examples=(
        Example("python", "# Wir prüfen hier, ob der Wert nicht leer ist\nx = 1  # 检查输入的值\n", (1, 2)),
        Example("python", 'def f():\n    """Devuelve el valor de los datos que son para la función."""\n', (2,)),
        Example(
            "python",
            "# Zuerst suchen wir die Zeile und danach alle Spalten\nx = 1\n"
            "# Primero se busca la fila y luego sus datos\n"
            "# On cherche d'abord la ligne puis chaque colonne\n",
            (1, 3, 4),
        ),
        Example(
            "python",
            "# see de Bruijn et al, van der Waals, per se\nx = 1\n# do we die on an error, so on or in the end\n"
            "# es, de, la and en are codes\n# pos = si * un + du\n",
        ),
        Example("python", "# the value must not be empty\nx = 1\n", (1,), {"language": "German"}),
        Example(
            "python",
            "# naive café, see El Niño\nx = 'Wir prüfen, ob der Wert nicht leer ist'\n# return le max de x\n"
            "# Der Wert: see below\n",
        ),
        Example("python", "# Wir prüfen, ob der Wert nicht leer ist\n", (), {"language": "German"}),
        Example(
            "python",
            "# Copyright 2020 der und das GmbH, nicht für den Verkauf\n# matches 「日本」 and '検査'\n"
            "# e.g. `für das und nicht`\n",
        ),
        Example("typescript", "// Проверяем, что значение не пусто\nconst a = 1; /* 値を確認する */\n", (1, 2)),
        Example(
            "tsx",
            "/**\n * Cette fonction est pour les données qui ne sont pas dans la table.\n */\nconst A = () => <p/>;\n",
            (1,),
        ),
        Example("javascript", "// 检查输入的值\n// const x = 1\n", (), {"language": "Chinese"}),
        Example(
            "typescript",
            "// the des cipher, de facto, la carte, per se\nconst s = '检查输入';\n/* eslint-disable no-var */\n"
            "// A → B, µs, α + β, ΔU^T ΔU\n",
        ),
    ),
)

ENTRIES = (COMMENT_LANGUAGE,)
