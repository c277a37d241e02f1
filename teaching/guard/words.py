"""Sentences as a bag of operations: what a person calls them in English, German, Spanish and French.

Each line is a label and the beginnings of words that mean it; `_` is a space, and a `$` ends the word there.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from teaching.guard.vocabulary import call_labels

_STEMS = """
OP+: add$ adds$ added adding addition plus$ sum$ sums$ summ summed summing total$ totals$ increment increas accumulat
OP+: grow$ grows$ tally extra$
OP+: addier zusammen summe erhöh zähl dazu suma$ sumas$ sumar súmal sumes añad increment agrega ajout additionn somme
OP+: plus$ augment
OP-: subtract minus$ less$ deduct decrement decreas differenc diff$ take_away takes_away reduc lower_by spend gap$
OP-: went_by elapsed went$
OP-: subtrah abzieh zieh$ zieht$ ziehe$ minus differenz verringer resta$ restas$ restar réstal menos diferencia
OP-: soustra moins$ retranch différence retir enlev
OP*: multipl times$ product$ double doubl twice tripl factor scal weigh$ weighted square
OP*: multipliz mal$ produkt doppel verdopp faktor multiplic por$ doble duplic producto fois$ produit doubl
OP/: divid division divisib quotient ratio mean$ means$ averag half$ halve per$ over$ percent
OP/: teil geteilt divid durch$ hälfte halbier quotient mittelwert dividir divid entre$ mitad promedio media$ divis
OP/: moitié moyenne par$
OP%: modulo mod$ modulus remainder remaind divisible divmod rest$ resto reste$ divisib teilbar
OP**: power exponent squared square hoch$ potenz elevad potencia puissance exposant doubles doubl
OP<<: shift verschieb desplaz décal
OP^: xor exclusive_or
OP&: bitwise mask
CMP: less$ fewer greater smaller larger bigger more_than lower$ higher at_least at_most exceed below above$ beyond
CMP: not_more past$ over$ under$ longer shorter older newer earlier later up_to until$ reach positive negativ
CMP: isn't_positive within between maximum minimum compar
CMP: kleiner größer groesser mindestens höchstens weniger mehr$ übersteig unter$ über$ zwischen vergleich menor mayor
CMP: menos$ más$ supera entre$ compar inférieur supérieur moins$ plus_grand plus_petit dépass compar
EQ: equal same$ identical matches match$ differ agree exactly isn't unequal compar is_not either$
EQ: gleich ungleich identisch stimmt entspricht übereinstimm igual mismo distint coincid difier égal même différ
EQ: identique
BRANCH: if$ when$ whenever unless otherwise else$ elif in_case whether case$ then$ only_where where$
BRANCH: wenn$ falls$ sonst ansonsten ob$ andernfalls dann$ si$ cuando sino caso$ contrario sinon quand lorsque cas$
BRANCH: alors
LOOP: each$ every loop iterat walk through$ while$ repeat until$ for$ go_over go_through all_the from_left from_right
LOOP: traverse scan one_by_one per$ pass
LOOP: jede schleife solange durchlauf lauf$ läuf wiederhol geh$ für_jed alle$ cada recorr mientras bucle todos repit
LOOP: chaque boucle parcour tant_que pour_chaque tous répét itèr
RETURN: return give_back gives_back given_back hand_back answer result$ yields outcome
RETURN: zurück gib$ gibst rückgabe ergebnis liefer devuel devolv retorn regres resultado renvoi renvoy retourn rends
RETURN: résultat
RAISE: rais throw$ throws thrown reject error$ fail$ fails
RAISE: wirf werf wirft auslös fehler lanza lanz error excepción lève lever lanc erreur
CATCH: catch except$ rescue handler fang$ abfang captur atrap attrap
TRY: try$ tries$ trying attempt versuch intent$ intenta essay essaie
NULL: none$ null$ nil$ undefined nothing missing absent empty found nichts fehl leer nada falta vac rien absent vide
NULL: manqu isn't_there
BOOL: true$ false$ wahr$ falsch$ verdad falso vrai$ faux$
INDEX: index indices position at_each_of element item$ place$ stelle$ indizes índice posici lugar indice elemento
INDEX: élément
C:slice: first$ slice$ last$ portion prefix suffix substring erste letzte ausschnitt primer últim tranche premier
C:slice: dernier leading trailing
C:min: minim smaller$ smallest cap$ capped caps$ at_most lower_of höchstens min$ not_more_than no_more_than kleiner
C:min: tope límite plafon límit limited exceed más_de como_mucho
C:max: maxim larger largest at_least biggest mindestens max$ not_less_than no_less_than größte floor$ al_menos
C:max: como_mínimo moins
C:sort: sort order$ ordered arrange rank sortier ordena ordén orden$ trie$ trier triez tri$ ascending descending
C:sort: biggest_first
C:reverse: revers backward from_the_right umgekehrt rückwärts umkehr invert revés invers rebours envers descending
C:reverse: from_right right_to_left
C:split: split separat break_up cut$ teil zerleg aufspalt trenn divid sépar découp parti$
C:join: join glue concatenat put_together verbind zusammen une$ unir junta concat joign joindre
C:lower: lower_case lowercase lower-case lower$ klein$ kleinbuchst minúscul minuscul
C:upper: upper_case uppercase upper-case upper$ capital großbuchst mayúscul majuscul
C:strip: strip trim$ trims$ trimmed whitespace surrounding leerzeichen espacios recort espaces
C:rstrip: strip trailing from_the_end trim end_of
C:len: length len$ size$ number_of how_many count$ many$ länge anzahl longitud cantidad tamaño largo longueur nombre
C:len: taille
C:append: append add$ adds push put$ puts$ collect store$ keep$ insert to_the_list anhäng häng füg hinzu agrega añad
C:append: apila ajout empil at_the_end
C:remove: remov delet drop$ drops$ pop$ pops$ discard take_out takes_out throw_out evict lösch entfern nimm$ elimin
C:remove: borra quita saca supprim retir enlèv jett
C:get: look_up looks_up get$ gets$ fetch look$ read$ take$ lookup take_out hol$ hole$ nimm$ schlag busca toma$ obten
C:get: lee$ récupèr prend cherch lis$
C:set: set$ sets$ store$ stored storing put$ puts$ save$ saves$ write assign under$ speicher setz leg$ schreib guarda
C:set: asign pon$ enregistr stock affect mets$
C:items: entries pairs items$ key_and einträge paare pares entrad paires entrées
C:keys: keys$ schlüssel claves clés
C:values: values$ werte valores valeurs
C:istype: type$ types$ number int$ integer float$ string$ instance bool typ$ zahl ganzzahl tipo número entero nombre
C:istype: entier instance
C:clock: time$ clock now$ current current_time monotonic uhr jetzt zeit aktuell reloj ahora tiempo hora$ horloge
C:clock: maintenant heure temps
C:round: round rounded rundet gerundet redonde arrond
C:floor: floor$ integer_division whole_number rounded_down round_down whole$ ganzzahl abgerund abrund entera abajo
C:floor: entière bas$ quotient truncat integer$
C:ceil: ceil rounded_up round_up aufrund arriba
C:abs: absolute abs$ absolut betrag valeur_absolue
AWAIT: await wait$ waits$ wart abwart espera attend
C:sleep: sleep wait$ waits$ pause delay schlaf schläf wart duerm espera dors attend dormir
C:num: number int$ integer parse numeric convert zahl entero nombre número
C:str: string text$ convert cadena chaîne zeichenkette
C:loads: parse deserial decode
C:dumps: serial encode stringify
C:any: any$ some$ at_least_one irgend algun algún au_moins
C:all: all$ every alle$ todos tous
IN: contain in_the include exist present already has$ member is_in enthalt enthält schon contien incluye existe está$
IN: contient déjà présent in$ among
NOT: not$ isn't doesn't don't no$ never without unless nicht kein no$ sin$ ne$ pas$ sans$
LOGIC: and$ or$ both either und$ oder y$ o$ et$ ou$
SKIP: skip continue ignore jump_over leave_out überspring weiter$ auslass salta omit ignor saut passe
BREAK: stop$ stops$ break$ leave_the_loop abbrech beend$ romp para$ termin arrêt sors
YIELD: yield hand_out emit
FORMAT: glue string$ followed_by with_a interpolat template format colon text
C:hexdigest: hex$ hexadecimal digest hexa
C:set: stelle
C:next: next$ first$ nächst siguiente suivant erste primer premier
C:sha256: hash sha-256 sha256 sha fingerprint
C:random: random zufall aleator aléatoire hasard jitter
C:error: error$ valueerror typeerror rangeerror exception fehler excepci erreur
C:match: match pattern regex regular muster
C:sub: replace ersetz reemplaz remplac substitu
C:startswith: starts_with begins start beginnt comien empiez commence
C:endswith: ends_with ending endet termin finit
C:find: find$ finds position_of index_of such$ busca cherch trouv
C:ord: code$ codepoint character_code
WITH: with$ open$ context lock
CMP: greater_or ≤ ≥ < >
OP*: × ·
OP/: ÷
"""
_NUMBERS = {
    "0": "zero null cero zéro nought empty",
    "1": "one once eins einen eine ein uno una un une single",
    "2": "two twice double doubled doubles half halved square squared zwei zweimal doppelt verdoppelt verdopple dos "
    "doble deux",
    "3": "three triple drei tres trois",
    "4": "four vier cuatro quatre",
    "5": "five fünf cinco cinq",
    "6": "six sechs seis",
    "7": "seven sieben siete sept",
    "8": "eight acht ocho huit",
    "9": "nine neun nueve neuf",
    "10": "ten zehn diez dix",
    "12": "twelve zwölf doce douze dozen",
    "16": "sixteen sechzehn",
    "24": "day",
    "26": "alphabet letters",
    "60": "sixty sechzig sesenta soixante minute minutes",
    "100": "hundred hundert cien cent percent prozent percentage",
    "360": "degrees",
    "1000": "thousand tausend mil mille milliseconds",
    "1024": "kilobyte",
    "3600": "hour hours",
}


def _read_stems() -> dict[str, tuple[str, ...]]:
    meanings: dict[str, list[str]] = {}
    for line in _STEMS.strip().split("\n"):
        label, _, stems = line.rpartition(": ")
        for stem in stems.split():
            known = meanings.setdefault(stem.replace("_", " "), [])
            if label not in known:
                known.append(label)
    return {stem: tuple(labels) for stem, labels in meanings.items()}


_MEANINGS = _read_stems()
_NUMBER_WORDS = {word: f"N:{number}" for number, words in _NUMBERS.items() for word in words.split()}
_WORD = re.compile(r"[^\W_]+(?:['’_.-][^\W_]+)*_?|[^\w\s]+")
_WHOLE: dict[str, tuple[str, ...]] = {stem[:-1]: labels for stem, labels in _MEANINGS.items() if stem.endswith("$")}
_BEGINNING: dict[str, tuple[str, ...]] = {
    stem: labels for stem, labels in _MEANINGS.items() if not stem.endswith("$") and " " not in stem
}
_PHRASE = re.compile(rf"\b(?:{'|'.join(sorted((re.escape(stem) for stem in _MEANINGS if ' ' in stem), key=len))})")
_NO_LETTER = re.compile(r"[\W_]+")
_PARTS = re.compile(r"[-_.']")
_SIGNS = {
    **dict.fromkeys(("+", "+=", "++"), ("OP+",)),
    **dict.fromkeys(("-", "−", "-="), ("OP-",)),
    **dict.fromkeys(("*", "×", "·", "*="), ("OP*",)),
    **dict.fromkeys(("/", "÷", "/="), ("OP/",)),
    **dict.fromkeys(("%", "%="), ("OP%",)),
    **dict.fromkeys(("**", "^"), ("OP**",)),
    "//": ("OP/", "C:floor"),
    **dict.fromkeys(("<", ">", "<=", ">=", "≤", "≥"), ("CMP",)),
    **dict.fromkeys(("==", "!=", "===", "!==", "≠"), ("EQ",)),
    **dict.fromkeys(("&&", "||"), ("LOGIC",)),
}


def meanings(word: str) -> tuple[str, ...]:
    """The labels that one lower-case word stands for."""
    found = _MEMORY.get(word)
    if found is None:
        if len(_MEMORY) > 20_000:
            _MEMORY.clear()
        found = _MEMORY[word] = _looked_up(word)
    return found


_MEMORY: dict[str, tuple[str, ...]] = {}


def _looked_up(word: str) -> tuple[str, ...]:
    found = list(_WHOLE.get(word, ()))
    for end in range(3, len(word) + 1):
        found += _BEGINNING.get(word[:end], ())
    if number := _NUMBER_WORDS.get(word):
        found.append(number)
    return tuple(found)


def labels_of(sentence: str) -> set[str]:
    """What a sentence speaks of; the words themselves are among the labels, as `W:word`."""
    text = sentence.lower().replace("’", "'")
    found: set[str] = set()
    tokens = _WORD.findall(text)
    for number, token in enumerate(tokens):
        if token[0].isdigit():
            found.add(f"N:{_plain_number(token)}")
        elif token[0].isalpha():
            found.update(meanings(token))
            found.add(f"W:{token}")
            if not token.isalpha():
                found.update(f"W:{part}" for part in _PARTS.split(token))
        elif token in _SIGNS and 0 < number < len(tokens) - 1 and f" {token} " in text:
            found.update(_SIGNS[token])  # between two operands, and no bullet or comment sign
    for phrase in _PHRASE.findall(text):
        found.update(_MEANINGS[phrase])
    return found


@lru_cache(maxsize=4096)
def words_of(sentence: str) -> tuple[frozenset[str], ...]:
    """What each word of a sentence may mean, in their order; the words themselves are among it, as `W:word`."""
    text = sentence.lower().replace("’", "'")
    phrases = {match.start(): _MEANINGS[match[0]] for match in _PHRASE.finditer(text)}
    found: list[frozenset[str]] = []
    for match in _WORD.finditer(text):
        word = _word(match[0])
        found.append(word if match.start() not in phrases else word.union(phrases[match.start()]))
    return tuple(found)


@lru_cache(maxsize=16_384)
def _word(token: str) -> frozenset[str]:
    return frozenset(_of_token(token))


def _of_token(token: str) -> Iterator[str]:
    if token[0].isdigit():
        yield f"N:{_plain_number(token)}"
    elif token[0].isalpha():
        yield from meanings(token)
        yield f"W:{_NO_LETTER.sub('', token)}"
        if not token.isalpha():
            yield from (f"W:{part}" for part in _PARTS.split(token))
            yield from call_labels(token)
    else:
        yield from _SIGNS.get(token, ())


def _plain_number(token: str) -> str:
    try:
        return f"{float(token.rstrip('.').replace(',', '')):g}"
    except ValueError:
        return token
