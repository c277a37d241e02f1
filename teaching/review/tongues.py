"""The language in which a sentence is written, where that is not English, and whether it states a rule there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from teaching.patterns import lazily


@dataclass(frozen=True, slots=True)
class Tongue:
    """Another language in which constitutions are written.

    Attributes:
        name: its English name.
        common: words that are frequent in it and rare in the others.
        modal: its words for rules; they count as its words too.
        script: whether its letters alone tell it from the others.
    """

    name: str
    common: re.Pattern[str]
    modal: re.Pattern[str]
    script: bool = False


def _words(listed: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(listed.split())})(?![\w'-])")


_SCRIPTS = (
    Tongue(
        "Korean",
        lazily(r"[가-힣]"),
        lazily(r"금지|반드시|필수|하지 ?(?:마|않)|해야|말 것|(?:하세요|한다|합니다|하십시오|쓴다)|이하|이상|만 사용"),
        script=True,
    ),
    Tongue(
        "Japanese",
        lazily(r"[ぁ-ゖァ-ヺ]"),
        lazily(r"禁止|必ず|必須|しない|べき|こと(?:。|$)|ください|使用する|使う|使わない|以内|以下|避け"),
        script=True,
    ),
    Tongue(
        "Chinese",
        lazily(r"[一-鿿]"),
        lazily(r"禁止|必须|不要|不得|不能|应该|應該|必須|务必|使用|避免|严禁|不超过|一律|请|不可"),
        script=True,
    ),
    Tongue(
        "Russian",
        lazily(r"[а-яё]"),
        lazily(
            r"никогда|всегда|нельзя|долж(?:ен|на|ны|но)|запрещ|обязательно|следует|избега|не допуска|только"
            r"|(?:^|[.;:,(—–-] ?|не )[а-яё]{2,}(?:йте|ите|ьте)(?![а-яё])|^не [а-яё]+(?:ть|й|и)(?![а-яё])"
            r"|^(?:используй|пиши|делай|добавляй|проверяй|держи|храни)(?![а-яё])"
        ),
        script=True,
    ),
)
_LATIN = (
    Tongue(
        "Spanish",
        _words(
            "el los las una un del de con para por que se en sin y ni lo al su sus si como cuando hay más sobre es "
            "son código ya"
        ),
        _words(
            "nunca siempre no\\sse debe deben \\w+ción \\w+ciones función funciones líneas prohibid[oa]s? "
            "obligatori[oa]s? evitar evita usar usa jamás tod[oa]s? cada ningún "
            "ninguna escribir escribe hacer nada"
        ),
    ),
    Tongue(
        "Portuguese",
        _words("os uma não com de para por que em(?!\\sdash) sem da dos das ao é são código você quando na"),
        _words(
            "nunca sempre deve devem \\w+ção \\w+ções no\\smáximo não proibid[oa]s? obrigatóri[oa]s? evit[ae]r? "
            "us[ae]r? tod[oa]s? cada nenhum "
            "nenhuma escrev[ae]r? jamais"
        ),
    ),
    Tongue(
        "German",
        _words(
            "der die das und nicht mit für ein eine einen werden wird ist sind oder auf im den dem zu zum zur bei nur "
            "als von aus vor nach sich wenn über ohne pro statt"
        ),
        _words(
            "funktionen zeilen klassen dateien fehler kommentare niemals nie immer muss müssen darf dürfen verboten "
            "kein keine keinen nicht soll sollen sollte alle jede "
            "jeder jedes bitte höchstens mindestens maximal verwenden vermeiden verwende nutze vermeide schreibe"
        ),
    ),
    Tongue(
        "French",
        _words(
            "le les la de des un une et avec pour dans que qui du au aux est sont sur ou en par pas sans ne ce cette"
        ),
        _words(
            "jamais toujours doit doivent interdite?s? obligatoires? éviter évitez pas tous toute toutes chaque "
            "utiliser utilisez aucune? écrire"
        ),
    ),
    Tongue(
        "Italian",
        _words("il lo gli della delle dei del con che di una un nel nella sono è non senza ogni quando righe"),
        _words(
            "mai sempre deve devono vietat[oaie] obbligatori[oaie] evitare evita usare usa massimo tutt[ie] ogni "
            "nessuna? non "
            "scrivere scrivi"
        ),
    ),
    Tongue(
        "Dutch",
        _words("de het een en met voor van niet zijn wordt worden op te naar bij zonder als ook dat die deze je"),
        _words(
            "nooit altijd moet moeten mag mogen verboden verplicht geen niet gebruik gebruiken vermijd vermijden alle "
            "elke schrijf"
        ),
    ),
    Tongue(
        "Polish",
        _words("jest są nie dla się oraz na z w do i lub przez bez po przy każda każdy każde kod który które"),
        _words(
            "nigdy zawsze musi muszą nie wolno zakaz zabronione wymagane każda każdy każde należy unikaj unikać używaj "
            "używać używamy żadnych wszystkie trzeba maks linii funkcję"
        ),
    ),
    Tongue(
        "Turkish",
        _words("ve bir için ile bu da de olarak olan gibi kadar veya değil her en çok sonra önce kod"),
        lazily(
            r"(?<!\w)(?:asla|her zaman|daima|zorunlu\w*|yasak\w*|gerekir|gerekli\w*|olmalı\w*|kullan(?:ma|ın|mayın"
            r"|ılmaz"
            r"|ılmalı\w*)|yazın|yazma\w*|hiçbir|tüm|mutlaka)(?!\w)|\w+(?:malı|meli|mamalı|memeli)(?:dır|dir)?(?!\w)"
        ),
    ),
)
TONGUES = _SCRIPTS + _LATIN
# Words that no English sentence has, so that one of them is enough where nothing English stands beside it.
_TELLING = _words(
    "funciones líneas funktionen zeilen höchstens funzioni righe righi linii maks fonksiyonlar sin volver nunca "
    "siempre jamás "
    "ningún ninguna debe deben sempre devem não niemals immer müssen muss dürfen darf keine keinen "
    "verboten jamais toujours doit doivent évitez vietato devono nooit altijd moeten verplicht geen nigdy zawsze muszą "
    "musi nie asla zorunlu yasak hiçbir für über und nicht mai pas\\sde usar utilizar usare unikaj używaj "
    "obligatorio obligatoria obrigatório"
)
_ENGLISH = _words(
    "the and of to is are in for with must not never use all be on by or an every from this that it as at only "
    "should do don't avoid always when if before after than more keep write run add has have"
)
_ACCENTED = lazily(r"[à-öø-ÿąćęłńśźżğışőű]")
_KANA = lazily(r"[ぁ-ゖァ-ヺ]")
_CODE = lazily(r"`[^`]*`|\w+\(\w*\)|\S*(?:[/_]|\w\.\w)\S*")  # code, paths and addresses


@lru_cache(maxsize=4096)
def tongue_of(text: str, headings: Sequence[str] = ()) -> Tongue | None:
    """The language other than English in which a sentence is written; None for English and for code alone.

    Args:
        headings: those above it; they decide for a sentence whose own words tell nothing.
    """
    prose = _CODE.sub(" ", text.lower().replace("’", "'"))
    letters = sum(character.isalpha() for character in prose)
    if letters < 4:
        return None
    if not prose.isascii():
        for tongue in _SCRIPTS:
            if tongue.name == "Chinese" and _KANA.search(prose):
                return _SCRIPTS[1]
            if len(tongue.common.findall(prose)) >= 0.2 * letters:
                return tongue
    best, count = _likeliest(prose)
    english = len(_ENGLISH.findall(prose))
    if count >= 2 and count > 1.5 * english:
        return best
    if count and not english and (_TELLING.search(prose) or _ACCENTED.search(prose)):
        return best
    if english or not headings:
        return None
    above = tongue_of(" . ".join(headings))
    return above if above is not None and not above.script and (count or not prose.isascii()) else None


def _likeliest(prose: str) -> tuple[Tongue, int]:
    """The language written in Latin letters of which most words occur, and how many did."""
    counts = [
        len(
            {
                *(hit.span() for hit in tongue.common.finditer(prose)),
                *(hit.span() for hit in tongue.modal.finditer(prose)),
            }
        )
        for tongue in _LATIN
    ]
    most = max(counts)
    return _LATIN[counts.index(most)], most
