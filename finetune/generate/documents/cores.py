"""Open cores out of a document's own code: a block that parses, with the body of one function left to the learner."""

from collections.abc import Iterator, Sequence
from functools import partial

from finetune.generate.checking import fenced, leaves_core
from finetune.generate.documents.holding import checks
from finetune.generate.documents.sections import Said, Section
from finetune.generate.documents.telling import Made, Mentor, about, around, facts_of
from finetune.generate.model import Candidate, Check, require
from teaching.contracts.exercises import Cut
from teaching.documents.markdown import Block
from teaching.errors import BadInputError
from teaching.hollowing.cuttable import Cuttable
from teaching.hollowing.cutting import cut, functions, plain
from teaching.markers.bodies import bodies_of, body_of_symbol
from teaching.mentor.checking import parses

_FILES = {
    "python": "answer.py", "py": "answer.py", "python3": "answer.py", "typescript": "answer.ts", "ts": "answer.ts",
    "tsx": "answer.tsx", "javascript": "answer.js", "js": "answer.js",
}  # fmt: skip
_MOST_LINES = 60
_FIRST_SENTENCE = ". "


Opening = tuple[Block, Cuttable]


def openings(section: Section) -> list[Opening]:
    """Each function of its code that has a body; what gives none is noted on the section."""
    return [(block, function) for block in section.code for function in _functions(section, block)]


def cores(speaker: Mentor, section: Section, found: Sequence[Opening]) -> Iterator[Made]:
    """An exercise of each opening."""
    for block, function in found:
        yield lambda block=block, function=function: _core(speaker, section, block, function)


def _functions(section: Section, block: Block) -> list[Cuttable]:
    path, where = _FILES.get(_tag(block), ""), f"code at line {block.first}"
    code = plain(block.text)
    problem = ""
    found: list[Cuttable] = []
    if not path:
        problem = f"{_tag(block) or 'it has no language'}, and cores are cut out of Python, TypeScript and JavaScript"
    elif not parses(_tag(block), code):
        problem = f"it does not parse as {_tag(block)}"
    elif code.count("\n") > _MOST_LINES:
        problem = f"it has more than {_MOST_LINES} lines"
    else:
        found = _open(code, path)
        problem = "" if found else "no function in it has a body to leave open"
    if problem:
        section.cannot.append(f"no open core, {where}: {problem}")
    return found


def _open(code: str, path: str) -> list[Cuttable]:
    try:
        known = functions(code, path)
    except BadInputError:
        return []
    return [
        one
        for one in known
        if not one.doubled and (body := body_of_symbol(code, path, one.symbol)) is not None and not body.is_stub
    ]


def _tag(block: Block) -> str:
    return block.info.split()[0].strip("{}.,") if block.info.split() else ""


def _core(speaker: Mentor, section: Section, block: Block, function: Cuttable) -> Candidate:
    path, tag, code = _FILES[_tag(block)], _tag(block), plain(block.text)
    said = function.docstring.split("\n\n")[0].partition(_FIRST_SENTENCE)[0].strip()
    todo = said or f"write what “{section.title}” shows for {function.symbol}"
    opened = cut(code, path, [Cut(function.symbol, todo)]).rstrip("\n")
    to = speaker.voice.register()
    place = section.place(block.first)
    facts = {
        **facts_of(section), "symbol": function.symbol, "place": f"`{place}`", "code": f"```{tag}\n{opened}\n```",
    }  # fmt: skip
    body = code[function.body_start : function.body_end].strip()
    held = Said(section.lines(block.first, block.first)[0].strip(), block.first, block.first)
    return Candidate(
        instruction=speaker.say("ask_core", to, facts),
        input=around(section, block.first, block.last),
        output=speaker.say("core", to, facts),
        language=path.rpartition(".")[2] if tag not in {"python", "typescript", "javascript"} else tag,
        about={**about(section, "core", block.first), "symbol": function.symbol},
        checks=(
            *checks(section, [held], whole=False)[1:],
            leaves_core(),
            Check("core-left-open", partial(_is_open, path, function.symbol)),
            Check("frame-kept", partial(_frame, opened)),
        ),
        audience=to,
        secret=(body,),
    )


def _is_open(path: str, symbol: str, output: str) -> str:
    found = bodies_of(fenced(output), path)
    require(len(found) == 1, f"{len(found)} markers, not one")
    _, body = found[0]
    require(body.symbol == symbol, f"its marker stands in {body.symbol or 'no function'}, not in {symbol}")
    require(body.is_stub, "its body does something")
    return f"{symbol} is a stub"


def _frame(opened: str, output: str) -> str:
    require(fenced(output).rstrip("\n") == opened, "the frame is not that of the document")
    return "the document's own code around it"
