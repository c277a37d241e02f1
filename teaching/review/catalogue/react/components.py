"""React: how many components a file holds, and images that say nothing to those who do not see them."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.react.jsx import PASCAL, components, exported_names, is_jsx_file
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import WEB, SourceFile, end_line, start_line


def further_components(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Every exported component after a file's first one."""
    del params
    if not is_jsx_file(source):
        return
    exported = exported_names(source)
    found = {one.name: start_line(one.declared) for one in components(source) if PASCAL.match(one.name)}
    lines = sorted((line, name) for name, line in found.items() if name in exported)
    for line, name in lines[1:]:
        yield Fact(line, line, f"`{name}` is exported from the file that also exports `{lines[0][1]}`.")


def images_without_alt(source: SourceFile, params: Params) -> Iterator[Fact]:
    """`<img>`, and `<Image>` of next/image, without `alt`; a spread may bring one and is believed."""
    del params
    if not is_jsx_file(source):
        return
    images = {"img"} | _next_images(source)
    for node in source.nodes("jsx_self_closing_element", "jsx_opening_element"):
        name = node.field("name")
        if name is None or name.text() not in images:
            continue
        given = [_attribute(child) for child in node.children() if child.kind() in {"jsx_attribute", "jsx_expression"}]
        if not {"alt", "...", "aria-hidden"} & set(given):
            yield Fact(start_line(node), end_line(node), f"This `<{name.text()}>` has no `alt`.")


def _attribute(node: SgNode) -> str:
    if node.kind() == "jsx_expression":
        return "..." if "..." in node.text() else ""
    parts = node.children()
    name = parts[0].text() if parts else ""
    # What hides an image only sometimes leaves it unnamed at other times.
    hidden = name != "aria-hidden" or len(parts) == 1 or parts[-1].text().strip("{}\"' ") == "true"
    return name if hidden else ""


def _next_images(source: SourceFile) -> set[str]:
    found: set[str] = set()
    for node in source.nodes("import_statement"):
        origin = node.field("source")
        clause = next((child for child in node.children() if child.kind() == "import_clause"), None)
        if origin is None or clause is None or origin.text().strip("'\"") not in {"next/image", "next/legacy/image"}:
            continue
        found |= {child.text() for child in clause.children() if child.kind() == "identifier"}
    return found


_ONE = r"(?:one|1|a single|exactly one|only one|at most one|max(?:imum)? (?:of )?(?:one|1)|single)"
_COMPONENT = r"(?:exported |react |public |tsx |jsx |ui )*components?"
_FILE = r"(?:per|in (?:a|each|every|one|the same)|for each|to a|/)\s?(?:single |\.?tsx |\.?jsx |own )*(?:file|module)"

ONE_COMPONENT_PER_FILE = Entry(
    name="one-component-per-file",
    title="files with more than one exported component",
    languages=WEB,
    engines=(Syntax(further_components),),
    cues=("component",),
    phrases=(
        Phrase(rf"\b{_ONE} {_COMPONENT}\s?{_FILE}", {}, EXCUSED),
        Phrase(
            r"\b(?:each|every|a|one|per) (?:\.?tsx |\.?jsx |component )*file:?\s"
            r"(?:must |should |may |can )?(?:only )?(?:holds?|contains?|exports?|defines?|has|have|is)?\s?"
            rf"(?:only |just |exactly )?{_ONE} {_COMPONENT}",
            {},
            EXCUSED,
        ),
        Phrase(
            r"\b(?:never|no|don't|do not|avoid|not)\b[^.;]{{0,30}}\b(?:multiple|several|two|more than one|many) "
            rf"{_COMPONENT}\b[^.;]{{{{0,15}}}}\b(?:one|same|single|a|per) (?:file|module)",
            {},
            EXCUSED,
        ),
        Phrase(
            rf"\b(?:each|every) {_COMPONENT}\s(?:lives?|goes|stands?|is|has|gets?|should|must)\b[^.;]{{{{0,20}}}}"
            r"\b(?:its own|a separate|an own|one) (?:\.?tsx )?file\b",
            {},
            EXCUSED,
        ),
    ),
    reads=(
        ("One component per file", {}),
        ("**Components:** one exported component per file", {}),
        ("Each file exports exactly one component.", {}),
        ("Never put multiple components in one file", {}),
        ("Every component lives in its own file.", {}),
        ("- **One component per file**: Name file same as component (PascalCase)", {}),
        ("Single component per file, named after it", {}),
    ),
    ignores=(
        "One component per page loads the data.",
        "Components are grouped in one folder per feature.",
        "Each component has one test file.",
        "Several components share one file of styles.",
        "One component per file unless the helper is tiny.",
    ),
    # Stories and tests show a component in many forms, each of them exported.
    skip_tests=True,
    words=Words(
        why="Who looks for a component looks for a file of its name. Two in one file also reload, test and change "
        "together, and the second is found only by searching the text.",
        question="By which file name would somebody who has only seen this component on the page find it?",
        hint="See which of the exported names other files import: those are the ones that people look for.",
    ),
    examples=(
        Example("tsx", "export function A() {\n  return <p/>;\n}\nexport const B = () => <i/>;\n", (4,)),
        Example(
            "tsx",
            "const A = memo(({ a }: P) => <p>{a}</p>);\nconst B = () => (a ? <b/> : null);\nexport { A, B };\n",
            (2,),
        ),
        Example(
            "javascript",
            "class A extends React.Component { render() { return <p/>; } }\nexport default A;\n"
            "export const B = forwardRef(function B(p, r) { return <p ref={r}/>; });\n",
            (3,),
        ),
        Example("tsx", "const Row = () => <td/>;\nexport default function Table() {\n  return <Row/>;\n}\n"),
        Example("tsx", "function A() { return <p/>; }\nexport { A };\nexport default A;\n"),
        Example(
            "tsx",
            "export const useA = () => <p/>;\nexport const Ctx = createContext(null);\n"
            "export const A = () => <Ctx.Provider/>;\nexport type P = { a: string };\n",
        ),
        Example(
            "javascript",
            "export { A } from './A';\nexport { B } from './B';\nexport const renderA = () => <p/>;\n"
            "export const renderB = () => <p/>;\n",
        ),
    ),
)

_ALT = r"`?alt`?(?:[- ](?:text|texts|attributes?|tags?|props?|descriptions?))?"
_IMAGES = r"(?:`?<?img>?`?(?: tags?| elements?)?|images?|`?<image ?/?>`?)"

IMAGE_ALT = Entry(
    name="image-alt",
    title="`<img>` without `alt`",
    languages=WEB,
    engines=(Syntax(images_without_alt),),
    cues=("alt", "alternative text"),
    phrases=(
        Phrase(
            rf"{_IMAGES}[^.;]{{{{0,25}}}}\b(?:must|need|needs|should|ha(?:ve|s)|requires?|gets?|always|carry|carries"
            rf"|with|:)[^.;]{{{{0,20}}}}(?<![\w-])(?:{_ALT}|alternative text)(?![\w-])",
            {},
            rf"{EXCUSED}|\bgenerat",
        ),
        Phrase(
            r"\b(?:always|must|add|provide|include|require|requires?|set|use|write|give|every)\b[^.;]{{0,25}}"
            rf"(?<![\w-])(?:{_ALT}|alternative text)\s(?:on|for|to|in)\s(?:all |every |each |any |the )*{_IMAGES}",
            {},
            rf"{EXCUSED}|\bgenerat",
        ),
        Phrase(rf"(?<![\w-]){_ALT}\s(?:on|for) (?:all|every|each|any) {_IMAGES}", {}, EXCUSED),
        Phrase(
            rf"\b(?:no|never|don't|do not)\b[^.;]{{{{0,25}}}}{_IMAGES}\s(?:is |are )?(?:without|missing|lacking"
            r"|with no)"
            rf"\s(?:an? |the |its )?(?:{_ALT}|alternative text)",
            {},
            EXCUSED,
        ),
        Phrase(r"\balt[- ]texts? (?:is |are )?(?:required|mandatory)\b", {}, EXCUSED),
    ),
    reads=(
        ("All images have alt text", {}),
        ("Every `<img>` needs an `alt` attribute.", {}),
        ("Accessibility: images must have `alt`", {}),
        ("No `<img>` without `alt`", {}),
        ("Always provide alt text for images", {}),
        ("Alt text on all images", {}),
        ("Alt text is required.", {}),
    ),
    ignores=(
        "Images are resized on upload, with an alternative size for phones.",
        "Use Alt+Tab to switch between the images.",
        "Decorative images need no alt text unless they link somewhere.",
        "The alt text of an image is stored in `images.alt`.",
        "Generate alt text for images by the vision model.",
    ),
    words=Words(
        why="A screen reader that meets an image without a text reads its file name aloud, or nothing. The text also "
        "stands there for everybody when the picture does not load.",
        question="What would you say about this picture on the telephone, if you read the page to somebody?",
        hint="Ask whether the page would lose any information without the picture: that decides what the text has to "
        "carry, and whether it carries any.",
    ),
    examples=(
        Example("tsx", "const A = () => <img src={a} />;\n", (1,)),
        Example(
            "javascript",
            "const A = () => (\n  <a>\n    <img\n      src='a.png'\n      className='alt'\n    />\n  </a>\n);\n",
            (3,),
        ),
        Example("tsx", "import Image from 'next/image';\nconst A = () => <Image src={a} width={1} />;\n", (2,)),
        Example(
            "tsx", "const A = () => <><img src={a} alt='' /><img {...props} /><img alt={t('x')} src={b}></img></>;\n"
        ),
        Example("tsx", "import { Image } from 'react-native';\nconst A = () => <Image source={a} />;\n"),
        Example(
            "tsx",
            "// <img src={a} />\nconst s = '<img src=x>';\nconst A = () => <imgs src={a} />;\nconst B = <T.img />;\n",
        ),
        Example("typescript", 'const x = <img>y;\nconst s = `<img src="a">`;\n'),
    ),
)

ENTRIES = (ONE_COMPONENT_PER_FILE, IMAGE_ALT)
