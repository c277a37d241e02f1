"""React components whose props have no type, or one without a name."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.callsites import named
from teaching.review.catalogue.react.jsx import PASCAL, Component, components, is_jsx_file
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import SourceFile, start_line


def untyped_props(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Components that take props whose type is left out or written in place.

    A component whose variable has a type of its own, or that is handed to `memo` and its like, may take it there.
    """
    del params
    if not is_jsx_file(source) or source.language != "tsx":
        return
    for component in components(source):
        if component.annotated or not PASCAL.match(component.name):
            continue
        if component.wrapped and _is_told(component.declared):
            continue
        taken = _first_parameter(component)
        if taken is None:
            continue
        annotation = taken.field("type")
        written = named(annotation)[:1] if annotation is not None else []
        line = start_line(component.declared)
        if not written:
            yield Fact(line, line, f"The props of `{component.name}` have no type.")
        elif written[0].kind() == "object_type":
            yield Fact(line, line, f"The props of `{component.name}` have a type without a name.")


def _is_told(declared: SgNode) -> bool:
    """Whether what wraps a component is told its props: `memo<CardProps>(…)`, `forwardRef<E, P>(…)`."""
    value = declared.field("value")
    while value is not None and value.kind() == "call_expression":
        if value.field("type_arguments") is not None:
            return True
        listed = value.field("arguments")
        value = next(iter(named(listed)), None) if listed is not None else None
    return value is None


def _first_parameter(component: Component) -> SgNode | None:
    listed = component.node.field("parameters")
    if listed is None:
        return component.node.field("parameter")
    return next(
        (child for child in named(listed) if child.kind() in {"required_parameter", "optional_parameter"}), None
    )


_PROPS = r"(?:(?:react )?(?:component )?`?props\b`?(?! drilling| spread)(?: types?| interfaces?)?)"
_NAMED = (
    r"(?:(?:named |explicit |dedicated |own |typescript |exported |separate |`?\w*props`? )*(?:`?interfaces?`?"
    r"|`?types?`?(?: alias(?:es)?)?))"
)

PROPS_TYPE = Entry(
    name="props-type",
    title="React components whose props have no named type",
    languages=frozenset({"tsx"}),
    engines=(Syntax(untyped_props),),
    cues=("props",),
    phrases=(
        Phrase(
            rf"{_PROPS}[^.;]{{{{0,25}}}}\b(?:must|should|are|is|have|has|need|needs|get|always|declared|defined"
            r"|typed|as"
            r"|use|with)\s(?:be |always |have |has |get |an? |typed |declared |defined |written |with |as |by "
            r"|via |their |its |in |through |using )*"
            rf"{_NAMED}",
            {},
            rf"{EXCUSED}|\bnot?\b|\bnever\b|\bwithout\b",
        ),
        Phrase(
            r"\b(?:define|declare|create|write|use|give|add|export|name|prefer)\b[^.;]{{0,30}}"
            rf"{_NAMED}\s(?:for|to describe)\s(?:all |every |each |the |component |react |your |any |a "
            r"|component's )*`?props\b",
            {},
            rf"{EXCUSED}|\bnever\b|\bdon't\b|\bdo not\b",
        ),
        Phrase(
            r"\b(?:every|each|all) (?:react |exported |functional )*components?\s(?:must |should )?(?:has|have"
            r"|declares?|defines?|exports?|gets?|needs?|comes? with)"
            r"\s(?:an? |its |their |own |explicit |named |typed |typescript )*(?:props?(?:'s)? (?:interfaces?"
            r"|types?)|`?\w*props`? (?:interfaces?|types?)"
            r"|typed props|(?:types?|interfaces?) for (?:its |their |the )?props)\b",
            {},
            rf"{EXCUSED}",
        ),
        Phrase(
            r"\b(?:never|no|avoid|don't use|do not use|don't|do not)\s(?:use |write )?(?:inline|anonymous"
            r"|untyped)\s(?:types? for |typed |object types? for |prop |props? types? )*"
            r"(?:react |component )?(?:`?props\b`?|types?\b)[^.;]{{0,12}}(?:components?|props?|$|[.,;])",
            {},
            rf"{EXCUSED}|^(?!.*\bprops?\b)",
        ),
        Phrase(
            r"\b(?:type|annotate) (?:all |every |component |the |react )*props\b(?! drilling)|\b(?:all "
            r"|component )props (?:must be |are |should be )?(?:fully |strictly |explicitly )?typed\b"
            r"|\bexplicit(?:ly)? (?:props? types?|typed? props?)\b",
            {},
            rf"{EXCUSED}",
        ),
    ),
    reads=(
        ("Props are typed with a named interface", {}),
        ("Every component has a props type", {}),
        ("Define an interface for component props.", {}),
        ("**Props:** always typed with an `interface`", {}),
        ("Component props must have a named type (`CardProps`)", {}),
        ("No inline props types", {}),
        ("Type all props", {}),
        ("Use TypeScript interfaces for all component props", {}),
        ("Every component declares its `Props` interface", {}),
    ),
    ignores=(
        "Avoid props drilling; use context.",
        "Props are passed down from the page.",
        "Pass props of the same type through the tree without spreading.",
        "Destructure props in the signature.",
        "Never spread props onto DOM elements.",
        "Props need no interface unless they are shared.",
    ),
    skip_tests=True,
    words=Words(
        why="The name of a props type is what a caller reads, what other components extend and what an error message "
        "cites; without a type nobody is told about a prop that is missing.",
        question="What would you call the set of things that this component needs to be told?",
        hint="Look at how the components beside it name what they take.",
    ),
    examples=(
        Example("tsx", "export function Card({ title }: { title: string }) {\n  return <p>{title}</p>;\n}\n", (1,)),
        Example(
            "tsx",
            "const Card = (props) => <p>{props.a}</p>;\nconst Row = ({ a }) => {\n  return <td>{a}</td>;\n};\n",
            (1, 2),
        ),
        Example(
            "tsx",
            "export default function Layout({\n  children,\n}: {\n  children: React.ReactNode;\n}) {\n"
            "  return <p>{children}</p>;\n}\n",
            (1,),
        ),
        Example(
            "tsx",
            "const Card: React.FC<CardProps> = ({ a }) => <p>{a}</p>;\n"
            "function Row({ a }: RowProps) { return <td>{a}</td>; }\n",
        ),
        Example(
            "tsx",
            "const Card = memo<CardProps>(({ a }) => <p>{a}</p>);\n"
            "const B = forwardRef<E, P>((props, ref) => <p {...props}/>);\n",
        ),
        Example(
            "tsx",
            "const Row = memo(function Row(props: { a: string }) { return <p>{props.a}</p>; });\n"
            "const Cell = memo(({ a }: CellProps) => <p>{a}</p>);\n",
            (1,),
        ),
        Example(
            "tsx",
            "function App() { return <p/>; }\nconst renderRow = ({ a }) => <td>{a}</td>;\n"
            "const xs = ys.map(({ a }) => <p>{a}</p>);\n",
        ),
        Example(
            "tsx",
            "function List<T>(props: ListProps<T>) { return <p/>; }\n"
            "function C({ a }: Readonly<{ a: string }>) { return <p/>; }\n"
            "function Sum({ a }: { a: number }) { return a; }\n",
        ),
    ),
)

ENTRIES = (PROPS_TYPE,)
