"""React: what a component reaches for by itself: the network, and the page around it."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.callsites import is_async, named, path
from teaching.review.catalogue.react.jsx import component_around, component_bodies, is_jsx_file
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import WEB, SourceFile, start_line

_FETCH = lazily(
    r"^(?:(?:window|globalThis|self)\.)?fetch$|^\$fetch$|^ky(?:\.(?:get|post|put|patch|delete|head))?$"
    r"|^axios(?:\.(?:get|post|put|patch|delete|head|request))?$"
)
_LOOKUP = lazily(
    r"^(?:window\.)?document\.(?:querySelector(?:All)?|getElementById|getElementsBy(?:ClassName|TagName|Name)"
    r"|write(?:ln)?)$"
)
_MOUNTS = lazily(r"(?:^|\.)(?:createRoot|hydrateRoot|createPortal|render|hydrate)$")
_HTML = frozenset({"innerHTML", "outerHTML"})


def fetching_components(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Calls of `fetch`, axios and their like in a component, its effects and its handlers.

    An `async` component runs on the server, where fetching is what it is there for.
    """
    del params
    if not is_jsx_file(source):
        return
    own = component_bodies(source)
    bound = _bound_names(source)
    for call in source.nodes("call_expression"):
        name = path(call.field("function"))
        if not _FETCH.match(name) or (name == "fetch" and "fetch" in bound):
            continue
        around = component_around(call, own)
        if around is not None and not is_async(around.node):
            line = start_line(call)
            yield Fact(line, line, f"`{around.name}` calls `{name}` itself.")


def _bound_names(source: SourceFile) -> set[str]:
    """Names that the file gives a meaning of its own: imported, taken out of an object, passed in."""
    found = {node.text() for node in source.nodes("shorthand_property_identifier_pattern")}
    for node in source.nodes("import_specifier", "import_clause", "variable_declarator", "required_parameter"):
        target = node.field("alias") or node.field("name") or node.field("pattern") or next(iter(named(node)), None)
        if target is not None:
            found.add(target.text())
    return found


def dom_access(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Elements that a component looks up in the document, and HTML that it writes into one.

    Where the whole tree is mounted, and where a portal leads, the page's own elements have to be named.
    """
    del params
    if not is_jsx_file(source):
        return
    own = component_bodies(source)
    if not own:
        return
    for call in source.nodes("call_expression"):
        name = path(call.field("function"))
        if not _LOOKUP.match(name) or _is_mounting(call, source.text):
            continue
        around = component_around(call, own)
        if around is not None:
            yield Fact(start_line(call), start_line(call), f"`{around.name}` calls `{name}`.")
    for node in source.nodes("assignment_expression", "augmented_assignment_expression"):
        target = node.field("left")
        last = target.field("property") if target is not None and target.kind() == "member_expression" else None
        if last is None or last.text() not in _HTML:
            continue
        around = component_around(node, own)
        if around is not None:
            line = start_line(node)
            yield Fact(line, line, f"`{around.name}` writes to `{last.text()}` of an element.")


def _is_mounting(call: SgNode, text: str) -> bool:
    listed = call.parent()
    while listed is not None and listed.kind() in {"non_null_expression", "as_expression", "parenthesized_expression"}:
        listed = listed.parent()
    for ancestor in call.ancestors():
        if ancestor.kind() == "variable_declarator":
            name = ancestor.field("name")
            if name is not None and re.search(rf"createPortal\([^;]*\b{re.escape(name.text())}\b", text):
                return True
        elif ancestor.kind() in {"statement_block", "program"}:
            break
    outer = listed.parent() if listed is not None and listed.kind() == "arguments" else None
    return outer is not None and _MOUNTS.search(path(outer.field("function"))) is not None


_REQUESTS = (
    r"(?:(?:direct |raw |any |data |the )*(?:`?fetch(?:\(\))?`?|`?axios`?(?:\.\w+)?|api|http|network|backend|server)"
    r"(?: requests?| calls?)?(?:(?:\s?/\s?|,? or |,? and |, )`?(?:fetch|axios|http|api)(?:\(\))?`?)*"
    r"(?: requests?| calls?)?|data[- ]fetching)"
)
_IN = (
    r"(?:\s(?:calls? |requests? |logic |directly )*(?:in(?:side)?|from|within)\s(?:the |any |a |an |our |react |ui"
    r" |presentational |dumb |client |page |function |functional |individual |your )*"
    r"(?:components?\b|`?useeffect`?|effects?\b)(?! (?:tests?|librar|folder|director)))"
)
_DO = (
    r"(?:\s(?:ever |directly )?(?:call|calling|use|using|make|making|do|doing|put|place|write|have|fetch data|issue))?"
)
_NO = r"(?<![\w-])(?:never|no|not|don't|do not|avoid|must not|cannot|should not|shouldn't|mustn't|❌|🚫)(?![\w-])[:,]?"
_SERVER = r"\bserver components?\b(?![^.;]{{0,20}}\bonly)"

NO_FETCH_IN_COMPONENT = Entry(
    name="no-fetch-in-component",
    title="calls of `fetch` or axios in the body of a component or its effects",
    languages=WEB,
    engines=(Syntax(fetching_components),),
    cues=("component", "useeffect", "effect"),
    phrases=(
        Phrase(rf"{_NO}{_DO}\s(?:direct |raw |any )*{_REQUESTS}{_IN}", {}, rf"{EXCUSED}|{_SERVER}"),
        Phrase(
            rf"{_NO}\sfetch(?:ing)?(?: data| directly| anything)*{_IN}",
            {},
            rf"{EXCUSED}|{_SERVER}",
        ),
        Phrase(
            r"\bcomponents?\b:?\s(?:must |should |may |can |do |does )*(?:never|not|cannot|don't|mustn't|shouldn't)\s"
            rf"(?:ever |directly )*(?:(?:call|use|make|do|issue|perform)s?\s{_REQUESTS}|fetch(?:es)?\b)",
            {},
            rf"{EXCUSED}|{_SERVER}",
        ),
        Phrase(
            rf"{_REQUESTS}{_IN}\s?(?:is |are |:|→|->|—)?\s?(?:strictly )?(?:forbidden|banned|prohibited|not allowed)",
            {},
            EXCUSED,
        ),
    ),
    reads=(
        ("No API calls in components", {}),
        ("Never call `fetch` directly in components; use the hooks in `src/api`", {}),
        ("Components must not fetch data", {}),
        ("Don't use `fetch`/`axios` inside components.", {}),
        ("No direct fetch calls in React components", {}),
        ("**Data fetching:** never fetch in `useEffect`", {}),
        ("Components never call the API directly", {}),
        ("❌ fetch in useEffect", {}),
    ),
    ignores=(
        "Server components fetch data directly.",
        "Fetch data in server components, never in client state.",
        "Components call the API through hooks.",
        "No API keys in components.",
        "Do not call setState in useEffect.",
        "Never call APIs in component tests.",
        "Do not fetch in components unless the data is local.",
    ),
    tier="likely",
    words=Words(
        why="A component that fetches by itself also has to wait, to fail and to cancel by itself; the next one that "
        "needs the same data does it all again, a little differently.",
        question="If three components needed this data at once, how often would it be loaded, and who would notice "
        "that it failed?",
        hint="Look at where other components of this project get their data from, and what they do not have to know.",
    ),
    examples=(
        Example(
            "tsx",
            "export function A() {\n  useEffect(() => {\n    fetch('/a').then(set);\n  }, []);\n  return <p/>;\n}\n",
            (3,),
        ),
        Example(
            "javascript",
            "const A = () => {\n  const save = async () => {\n    await axios.post('/a', x);\n  };\n"
            "  return <p onClick={save}/>;\n};\n",
            (3,),
        ),
        Example(
            "tsx",
            "const A = memo(() => {\n  const load = async () => { const r = await axios.get<User>('/a'); };\n"
            "  return <p/>;\n});\n",
            (2,),
        ),
        Example(
            "tsx",
            "export const useA = () => useQuery({ queryFn: () => fetch('/a') });\n"
            "export const A = () => <p>{useA()}</p>;\n",
        ),
        Example(
            "tsx", "export default async function Page() {\n  const r = await fetch('/a');\n  return <p>{r}</p>;\n}\n"
        ),
        Example(
            "tsx",
            "export function A() {\n  const { fetch } = useUsers();\n  useEffect(() => { fetch('a'); }, []);\n"
            "  return <p/>;\n}\n",
        ),
        Example(
            "tsx",
            "// fetch('/a')\nexport function A() {\n  refetch();\n  api.fetch('/a');\n"
            "  return <p>fetch('/a')</p>;\n}\n",
        ),
        Example("typescript", "export function load() {\n  return fetch('/a');\n}\n"),
    ),
)

_DOM = (
    r"(?:direct |raw |manual |imperative |any |the )*(?:dom (?:access|manipulations?|quer(?:y|ies)|lookups?|apis?"
    r"|calls?"
    r"|operations?|updates?)|`?document\.(?:queryselector(?:all)?|getelementbyid|\*)(?:\(\))?`?|`?queryselector"
    r"(?:all)?(?:\(\))?`?|`?getelementbyid(?:\(\))?`?|`?\.?innerhtml`?)"
    r"(?:(?:\s?/\s?|,? or |,? nor |,? and |, )`?(?:document\.)?(?:queryselector(?:all)?|getelementbyid"
    r"|\.?innerhtml)(?:\(\))?`?)*"
)
_PLACE = r"\s?(?:$|[.,;:!)(—–]|in(?:side)? (?:react |the |our |any )*components?\b|;? ?use (?:`?refs?|`?useref)|-> |→)"
_HTML_ONLY = r"^(?=.*innerhtml)(?!.*(?:queryselector|getelement|\bdom\b|components?\b))"

NO_DOM_ACCESS = Entry(
    name="no-dom-access",
    title="`document.querySelector`, `getElementById`, `innerHTML` and the like in components",
    languages=WEB,
    engines=(Syntax(dom_access),),
    cues=("dom", "queryselector", "getelement", "innerhtml"),
    phrases=(
        Phrase(rf"{_NO}{_DO}\s{_DOM}{_PLACE}", {}, rf"{EXCUSED}|{_HTML_ONLY}|\btests?\b"),
        Phrase(
            r"\b(?:never|don't|do not|avoid|must not|not)\s(?:directly )?(?:touch|manipulat(?:e|ing)|access|query"
            r"|accessing|querying|touching|mutate|mutating|modify|modifying)\s(?:the )?(?:real |browser )?dom\b"
            r"(?! (?:testing|tree of))",
            {},
            rf"{EXCUSED}|\btests?\b",
        ),
        Phrase(rf"\brefs?`?\b[^.;]{{{{0,25}}}}(?:instead of|over|rather than|,? not|,? never)\s{_DOM}", {}, EXCUSED),
        Phrase(
            rf"{_DOM}[^.;]{{{{0,20}}}}(?:is|are) (?:forbidden|banned|prohibited|not allowed)",
            {},
            rf"{EXCUSED}|{_HTML_ONLY}",
        ),
    ),
    reads=(
        ("No direct DOM manipulation", {}),
        ("Never use `document.querySelector` in components", {}),
        ("Do not touch the DOM directly; use refs.", {}),
        ("Use refs instead of `document.getElementById`", {}),
        ("React: no `querySelector`, `getElementById` or `innerHTML` in components", {}),
        ("Direct DOM access is forbidden.", {}),
    ),
    ignores=(
        "Use `querySelector` in end-to-end tests only.",
        "Never assign to `innerHTML`.",
        "Query the DOM by role in tests.",
        "Do not touch the domain layer directly.",
        "The DOM is rendered by React.",
        "No DOM access unless a third-party widget needs it.",
    ),
    words=Words(
        why="React believes that it alone changes the page. What a component finds or writes behind its back may be "
        "gone, replaced or somebody else's at the next render.",
        question="Which element do you mean here, and how would React know that you have it in your hands?",
        hint="Ask which of your own elements this is: what your component renders it can hold on to without a search.",
    ),
    examples=(
        Example(
            "tsx",
            "export function A() {\n  useEffect(() => {\n    document.getElementById('a')?.focus();\n  }, []);\n"
            "  return <p id='a'/>;\n}\n",
            (3,),
        ),
        Example(
            "javascript",
            "const A = () => {\n  const go = () => {\n    const e = document.querySelector('.a');\n"
            "    e.innerHTML = 'x';\n  };\n  return <p onClick={go}/>;\n};\n",
            (3, 4),
        ),
        Example(
            "tsx",
            "const A = () => {\n  const e = window.document.querySelectorAll<HTMLElement>('p');\n  return <p/>;\n};\n",
            (2,),
        ),
        Example(
            "tsx",
            "const A = () => createPortal(<p/>, document.getElementById('modal')!);\n"
            "createRoot(document.getElementById('root')!).render(<A/>);\n",
        ),
        Example(
            "tsx",
            "const A = () => {\n  const ref = useRef<HTMLElement>(null);\n"
            "  useEffect(() => { ref.current?.querySelector('a'); document.title = 'x'; });\n"
            "  return <p ref={ref}/>;\n};\n",
        ),
        Example(
            "tsx",
            "// document.querySelector('a')\nexport const A = () => <p>{'document.getElementById'}</p>;\n"
            "export const find = () => document.getElementById('a');\n",
        ),
        Example("typescript", "export function mount() {\n  document.body.innerHTML = '';\n}\n"),
    ),
)

ENTRIES = (NO_FETCH_IN_COMPONENT, NO_DOM_ACCESS)
