"""Naming: React components in PascalCase."""

import re
from collections.abc import Iterator

from teaching.review.catalogue.callsites import named
from teaching.review.catalogue.react.jsx import PASCAL, Component, components, exported_names, is_jsx_file
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import WEB, SourceFile, start_line

# A function of this name gives elements to whoever calls it, and is no component.
_HELPER = re.compile(
    r"^(?:render|use|get|make|create|build|with|to|format|show|wrap|map|draw|generate|as|is|on|handle)(?=[A-Z_]|$)"
)
_SHOUTED = re.compile(r"^[A-Z0-9]{1,5}$")


def misnamed_components(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Components whose name is not in PascalCase.

    A function that returns elements is sure to be a component where its name begins with a capital, where it is the
    default export, or where it takes `props` or a type named after props; else it may be a helper that is called.
    """
    del params
    if not is_jsx_file(source):
        return
    exported = exported_names(source)
    for component in components(source):
        name = component.name
        if not name or (PASCAL.match(name) and not _is_shouted(name)) or _HELPER.match(name):
            continue
        if name[0].isupper() or _is_default(component, source) or (name in exported and _takes_props(component)):
            line = start_line(component.declared)
            yield Fact(line, line, f"The component `{name}` is not named in PascalCase.")


def _is_shouted(name: str) -> bool:
    return name.isupper() and len(name) > 5 and _SHOUTED.match(name) is None


def _is_default(component: Component, source: SourceFile) -> bool:
    parent = component.declared.parent()
    if parent is not None and parent.kind() == "export_statement":
        return any(child.kind() == "default" for child in parent.children())
    for node in source.nodes("export_statement"):
        value = node.field("value")
        if value is not None and value.kind() == "identifier" and value.text() == component.name:
            return True
    return False


def _takes_props(component: Component) -> bool:
    if component.wrapped or component.annotated:
        declared = component.declared.field("type")
        return component.wrapped or (
            declared is not None and re.search(r"\bFC\b|Component\b", declared.text()) is not None
        )
    listed = component.node.field("parameters")
    first = next(iter(named(listed)), None) if listed is not None else component.node.field("parameter")
    if first is None:
        return False
    text = first.text()
    annotation = first.field("type")
    return re.match(r"props\b", text) is not None or (
        annotation is not None and re.search(r"Props\b", annotation.text()) is not None
    )


_COMPONENTS = (
    r"(?:(?:all |every |each |the )?(?:react |functional |function |ui |jsx |tsx )*components?(?:' names?"
    r"| names?| naming)?)"
)
_CASE = r"[`'\"]?pascal[- ]?case[`'\"]?"
_FILES = r"\b(?:file ?names?|filenames?|files)\b"

COMPONENT_NAMING = Entry(
    name="component-naming",
    title="React components that are not named in PascalCase",
    languages=WEB,
    engines=(Syntax(misnamed_components),),
    cues=("pascal",),
    phrases=(
        Phrase(
            rf"(?<![\w-]){_COMPONENTS}(?:(?:,| and|,? and|\s?/|,? or)\s(?:types?|classes|interfaces?|enums?"
            r"|pages?|contexts?|screens?))*"
            r"\s?(?:\([^)]{{0,30}}\)\s?)?(?::|=|→|->|—|–|-|\||\*|\(|are|is|must|should|shall|in|use|uses|named"
            r"|always|be|have|follow|written|\s)+"
            rf"{_CASE}(?!\s?(?:for )?(?:{_FILES}))",
            {},
            rf"{EXCUSED}|\bnot {_CASE}|\bcomponents?(?:'s)? (?:files?|folders?|director)",
        ),
        Phrase(
            rf"{_CASE}(?: naming| names)?\s?(?:for|:|→|->|=|—|–|\()\s?(?:[\w/ ]{{{{1,24}}}}(?:,|,? and|/"
            r"|&)\s?)*(?:all |every |the )*(?:react |functional |ui |jsx )*components?\b"
            r"(?! (?:files?|folders?|director))",
            {},
            rf"{EXCUSED}|\bnot {_CASE}",
        ),
        Phrase(rf"\bname (?:all |every |the |your )*(?:react )?components? (?:in|with|using) {_CASE}", {}, EXCUSED),
    ),
    reads=(
        ("Components use PascalCase", {}),
        ("Component names: PascalCase", {}),
        ("PascalCase for components, camelCase for functions", {}),
        ("React components are named in PascalCase.", {}),
        ("**Components**: `PascalCase` (`UserCard`)", {}),
        ("| Components | PascalCase | `UserCard` |", {}),
        ("Components (PascalCase), hooks (camelCase)", {}),
        ("PascalCase for classes and components", {}),
        ("Name components in PascalCase, never in snake_case", {}),
        ("Use PascalCase for React components", {}),
    ),
    ignores=(
        "Component files are named in PascalCase.",
        "Use PascalCase for classes.",
        "Components live in `src/components`, in kebab-case folders.",
        "Types use PascalCase.",
        "PascalCase for component files",
        "Web components need not be in PascalCase.",
    ),
    words=Words(
        why="JSX tells an element of the page from a component by the first letter alone: `<card/>` is an unknown "
        "element, and React never calls the function. Readers go by the same sign.",
        question="What would React make of this name if it stood as a tag in another component?",
        hint="Look at how the other components of this folder are spelled, and where this one is imported.",
    ),
    examples=(
        Example("tsx", "export default function userCard() {\n  return <p/>;\n}\n", (1,)),
        Example(
            "tsx",
            "export const user_card = ({ a }: UserCardProps) => <p>{a}</p>;\nconst User_Row = () => <td/>;\n",
            (1, 2),
        ),
        Example("javascript", "const sideBar = (props) => <p>{props.a}</p>;\nexport { sideBar };\n", (1,)),
        Example(
            "tsx",
            "const card: React.FC<P> = () => <p/>;\nexport default card;\nexport const box = memo(() => <p/>);\n",
            (1, 3),
        ),
        Example(
            "tsx",
            "export const UserCard = () => <p/>;\nexport function FAQ() { return <p/>; }\n"
            "function A2() { return <p/>; }\n",
        ),
        Example(
            "tsx",
            "const renderRow = ({ a }: RowProps) => <td>{a}</td>;\nexport const getIcon = (props: P) => <i/>;\n"
            "const header = () => <p/>;\nexport default function Page() { return <p>{header()}</p>; }\n",
        ),
        Example(
            "javascript",
            "export default function handler() { return 1; }\n"
            "export const columns = [{ cell: (props) => <p/> }];\nexport const useCard = (props) => <p/>;\n",
        ),
        Example("typescript", "export default function userCard(props: Props) {\n  return null;\n}\n// <userCard/>\n"),
    ),
)

ENTRIES = (COMPONENT_NAMING,)
