"""What words of a prompt say of it: whether it asks, points back, speaks of this project, or wants something done.

Sets of words, which load in no time; patterns as long as these would take longer to compile than all else in a hook.
In a phrase `_` stands for a blank.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[^\W_]+(?:['’_-][^\W_]+)*|[,.;:!?\n–—-]")
_STOPS = frozenset(",.;:!?\n–—-")
_LONGEST = 4
_NEAR = 3  # words from the beginning


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.replace("_", " ") for phrase in text.split())


_GREETS = _phrases("hey hi hello ok okay so um quick question claude please pls plz dude bro can could you")
# `where` and `did` ask about what is there.
_ASKS = _phrases("""
    what what's whats wat wats wut why how hows how's when which wich explain explane difference diffrence diff
    define meaning tell_me describe is_it is_there is_a is_an are_there does do should was_ist was_sind was_bedeutet
    was_macht was_heißt wie_funktioniert wie_schreibt wie_schreibe wie_macht wie_kann_man wann warum wofür wozu
    welche welcher welches erklär erkläre erklärt unterschied qué_es que_es qué_significa qué_hace qué_hacen cómo_se
    como_se cómo_funciona como_funciona para_qué cuál_es_la explica explícame qu'est-ce c'est_quoi
    comment_fonctionne comment_faire à_quoi quelle_est_la explique pourquoi cos'è cosa come_funziona come_si
    qual_è_la a_cosa o_que para_que qual_a_diferença qual_é_a что_такое что_значит что_делает как_работает
    как_сделать чем зачем почему co_to czym jak_działa jak_zrobić jaka_jest wat_is wat_betekent hoe_werkt
""")
_ASKS_ANYWHERE = (
    "什么 区别 怎么 如何 为什么 とは 違い ですか 무엇 차이 뭐 nedir kya_hai kya_hota ما_هو ما_هي ما_الفرق".split()
)
_EARLIER = _phrases("""
    and but so then also or ok okay yes yeah yep no nope sure right well again instead now still same else hmm
    thanks thank thx this that these those it its it's they them he she there here one both neither either above
    earlier before previous the_above the_last the_first the_second the_third the_previous the_other the_latter
    the_former the_same the_next the_one what_about how_about what_if how_if why_not und aber dann also das dies y
    pero eso esto et mais ça cela e ma questo mas isso isto а но и это этот 那 这 それ これ 그
""")
_BACK = _phrases("""
    these those above previous previously earlier as_before you_said you_did you_just you_made you_wrote you_mean
    you_mentioned you_told you_used your_answer your_code your_change your_changes your_last your_plan
    your_suggestion your_version last_answer last_message last_one last_time last_thing last_step the_latter
    the_former
""")
_BARE = _phrases("""
    again like_before which_one better_one what's_next whats_next what_is_next what_now what_else what_next how_so
    how_come whats_wrong what's_wrong what_is_wrong what_is_left what's_left left_to_do since_yesterday not_working
    isn't_working doesn't_work didn't_work
""")
_POINTERS = frozenset("this that it them they".split())
_POINTED_AFTER = _phrases("""
    is does was did do can could should would has will explain about mean means with of on for in why how what when
    where use using like by from isn't doesn't don't didn't won't can't
""")
# "is it safe to …" brings its own subject; "why is it slow" does not.
_OWN_SUBJECT = _phrases("""
    ok okay possible bad good safe better true necessary wrong normal allowed common important called mean legal
    recommended worth considered make
""")
_OURS = _phrases("""
    my mine our ours we we're us here i'm im i_am i_have i've i_got i_get i_wrote i'd the_user todo mein meine
    meinem meinen meiner unser unsere mi mis mon ma mes mio mia meu minha nuestro nuestra notre nos nosso nossa
    nostro nostra мой моя моё мои наш наша наши ce_projet cet_projet este_proyecto este_projeto questo_progetto
    die_pipeline in_main on_main the_user's roadmap ci readme your yours yourself there_tests
""")
_OF_THEM = frozenset("a an any all every each which".split())
_THE = frozenset("the this that these those".split())
# What `the` stands before in general questions; before anything else it points at something.
_IN_GENERAL = _phrases("""
    difference differences diference diffrence best right correct proper usual common purpose meaning point use
    usage syntax advantage advantages disadvantage disadvantages benefit benefits drawback drawbacks pros cons time
    space big order default keyword operator operators symbol sign main idea concept complexity event dom stack heap
    web internet browser language end beginning name most least fastest easiest simplest xx rule rules principle
    double triple question dot arrow spread ternary walrus garbage call single open liskov cap gil jvm terminal
    shell command memory
""")
_ADVICE = frozenset("how when what which should where".split())
_BEFORE_I = frozenset("do can should would could must did does".split())
_THINGS = _phrases("""
    codebase code project projects repo repository app application file files folder directory directories test
    tests build page pages server client error bug bugs issue issues branch commit commits pr diff database api
    endpoint ui site website readme roadmap button form login header footer output log logs change changes feature
    task tasks module component script pipeline ci navbar dockerfile changelog tag tags deploy deployment schema
""")
_VERBS = _phrases("""
    add append fix write rewrite create make implement refactor rename delete remove drop update upgrade bump change
    edit modify move replace run rerun execute install uninstall commit push pull merge rebase deploy release
    publish build generate convert migrate port set setup configure start stop restart kill open close check look
    see find search grep list show give get fetch read review audit test debug try verify validate analyse analyze
    inspect profile optimise optimize improve clean format lint sort extract split wrap wire hook plug connect
    enable disable turn switch scaffold plan design draft document comment translate summarise summarize count
    measure benchmark download upload copy save print log put insert use apply do go let help continue proceed undo
    revert reset solve resolve repair handle finish complete mock stub simplify shorten reduce increase bring
    include exclude ensure rework tidy tweak adjust patch ship init initialise initialize mark tick reorder swap
    squash stash tag bootstrap teach file
""")
_CHOICES = frozenset("use put close set read check test comment document log handle".split())
_SOFTLY = frozenset("and then please pls plz kindly also just now or maybe so if not otherwise first".split())
_BEFORE_DEEDS = frozenset("can could would will wanna can't couldn't".split())
_WHOEVER = frozenset("you u ya we".split())
_IN_WORDS = frozenset("explain tell describe define clarify".split())
_WISHES = _phrases("""
    i_want i_need i_wanna i_would_like i_have_to i_must i_gotta i_really_want i_just_want i_just_need we_want
    we_need we_have_to we_must let's lets for_me go_ahead make_sure do_it do_that do_this do_so into_a_file
    into_the_file in_a_file into_claude into_readme safe_to_merge ok_to_merge okay_to_merge safe_to_deploy
    safe_to_push safe_to_release ready_to_merge ready_to_ship ready_to_deploy time_to_ship
""")

# Names that look like somebody's own and are everybody's.
KNOWN = frozenset(
    """
    useState useEffect useMemo useCallback useRef useContext useReducer useLayoutEffect useId forEach addEventListener
    setTimeout setInterval clearTimeout localStorage sessionStorage innerHTML textContent getElementById querySelector
    querySelectorAll preventDefault indexOf flatMap parseInt parseFloat toString toFixed isNaN isArray hasOwnProperty
    encodeURIComponent requestAnimationFrame keyof typeof instanceof console_log JavaScript TypeScript GitHub GitLab
    GraphQL WebSocket WebSockets PostgreSQL MySQL SQLite MongoDB NumPy PyTorch TensorFlow DevOps FastAPI DataFrame
    OpenAPI OAuth LaTeX YouTube StackOverflow camelCase snake_case PascalCase SCREAMING_SNAKE_CASE kebab_case
    TypeError ValueError KeyError IndexError AttributeError NameError SyntaxError ImportError ModuleNotFoundError
    IndentationError ZeroDivisionError RuntimeError StopIteration ReferenceError RangeError NullPointerException
    ClassCastException ArrayList HashMap HashSet LinkedList StringBuilder LinkedHashMap TreeMap println printf malloc
    sizeof is_integer list_comprehension node_modules __init__ __name__ __main__ __str__ __repr__ __call__ __slots__
    __eq__ __hash__ __dict__ __new__ __del__ __enter__ __exit__ __iter__ __next__ __getattr__ print len range enumerate
    zip map filter reduce sorted sort reverse append extend insert pop split join strip replace format input open super
    property staticmethod classmethod dataclass isinstance issubclass getattr setattr iter next sum min max any all abs
    round int str float list dict set tuple bool push shift unshift slice splice concat includes find fetch then catch
    constructor render bind call apply log main eval exec exit
    """.split()
)


class Words:
    """The words of a prompt and the signs between them."""

    def __init__(self, text: str) -> None:
        self._text = text.lower().replace("’", "'")
        self._all = _TOKEN.findall(self._text)

    def ask(self) -> bool:
        """Whether it begins as a question does."""
        if any(sign.replace("_", " ") in self._text for sign in _ASKS_ANYWHERE):
            return True
        start = 0
        while start < len(self._all) and (self._all[start] in _STOPS or self._all[start] in _GREETS):
            start += 1
        return self._at(start, _ASKS)

    def point_back(self) -> bool:
        """Whether it speaks of what was said before."""
        start = next((place for place, word in enumerate(self._all) if word not in _STOPS), 0)
        if self._at(start, _EARLIER) or self._any(_BACK) or self._any(_BARE):
            return True
        words = [word for word in self._all if word not in _STOPS]
        if not _POINTERS.isdisjoint(words[-1:]) or words in (["why"], ["how"], ["what"]):
            return True
        return any(
            word in _POINTERS and before in _POINTED_AFTER and after not in _OWN_SUBJECT
            for before, word, after in zip(words, words[1:], [*words[2:], ""])
        )

    def are_of_this_project(self) -> bool:
        """Whether it speaks of what the learner has."""
        if self._any(_OURS):
            return True
        for place, word in enumerate(self._all):
            after = self._all[place + 1 : place + 3]
            if word in _OF_THEM and not _THINGS.isdisjoint(after):
                return True
            if word in _THE and after and after[0] not in _IN_GENERAL and after[0] not in _POINTED_AFTER:
                return True
            if word in ("i", "you") and not self._is_anybody(place):
                return True
        return False

    def _is_anybody(self, place: int) -> bool:
        """Whether an `I` or a `you` stands for whoever, as in "how do I"."""
        before = self._all[place - 1] if place else ""
        if self._all[place] == "you" and before in _BEFORE_DEEDS and self._is_in_words(place + 1):
            return True
        return before in _BEFORE_I and self._all[0] in _ADVICE and place <= _NEAR and before not in ("did", "does")

    def want_a_deed(self) -> bool:
        """Whether something is to be done, as far as plain English tells."""
        if self._any(_WISHES):
            return True
        starts = True  # whether a command can begin here
        for place, word in enumerate(self._all):
            after = self._all[place + 1] if place + 1 < len(self._all) else ""
            if starts and word in _VERBS and not (place == 0 and self._may_be_named(word, after)):
                return True
            if word == "i" and place and self._all[place - 1] == "should" and after in _VERBS - _CHOICES:
                return True
            if word in ("please", "pls", "plz") and after not in _IN_WORDS:
                return True
            if word in _BEFORE_DEEDS and after in _WHOEVER and not self._is_in_words(place + 2):
                return True
            if word == "help" and after == "me" and self._all[place + 2 : place + 3] != ["understand"]:
                return True
            starts = word in _STOPS or word in _SOFTLY or (starts and word in _GREETS)
        return False

    def _may_be_named(self, word: str, after: str) -> bool:
        """Whether a verb in front is what is asked about ("merge vs rebase"), or part of a question ("do …?")."""
        return after in ("", "?", "vs", "versus") or (word == "do" and self._all[-1] == "?")

    def _is_in_words(self, place: int) -> bool:
        return not _IN_WORDS.isdisjoint(self._all[place : place + 1]) or (
            self._all[place : place + 1] == ["please"] and not _IN_WORDS.isdisjoint(self._all[place + 1 : place + 2])
        )

    def _at(self, place: int, phrases: frozenset[str]) -> bool:
        return any(" ".join(self._all[place : place + size]) in phrases for size in range(1, _LONGEST + 1))

    def _any(self, phrases: frozenset[str]) -> bool:
        return any(self._at(place, phrases) for place in range(len(self._all)))
