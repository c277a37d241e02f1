"""Further wordings of the checks on components, browsers, secrets and the logic of tests."""

from teaching.review.catalogue.wider.forms import Wider, apart, told
from teaching.review.catalogue.wider.mentions import demanded, linted, refused

_PROPS_TYPE = (
    r"(?:`?(?:interface |type )?(?:<component>|\w*name|xxx|\{\w+\})?props`? (?:interface"
    r"|type)s?|`(?:interface |type )?(?:<\w+>|\w+)?props`|\bprops? types?(?: explicitly)?(?: as an? (?:interface"
    r"|type(?: alias)?))?|\bprops (?:interface|type)"
    r"|\b(?:own|named|separate|explicit|dedicated) (?:props )?(?:interface|type)(?: alias)?|\binterface props\b)"
)

_I_NAMED = (
    r"(?:`i(?:[a-z][\w]*|\*|)`(?: prefix(?:es)?)?|\binterfaces? (?:names? )?with (?:an? "
    r"|the )?(?:leading |capital |prefix )*`?i`?\b|\b(?:leading|capital|prefix(?:ing"
    r"|es|ed)?)(?: (?:an? |the |with|capital|types|interfaces|interface|names))* `?i`?\b(?: prefix)?"
    r"|\bi-prefix(?:es|ed)?(?: interfaces?)?|\bwrite i before the interface"
    r"|`?\^i\[a-z\]`?)"
)

_I_ELSE = r"\bimport|\bfor loops?\b|\bindex\b|\bcounter|\biterator|\bloop"

_CASE = (
    r"(?:`?pascal ?-?case`?|\bupper ?camel ?case|\b(?:begin|start)s? with (?:a "
    r"|an )?(?:capital|upper-?case)(?: letter)?|\bcapitali[sz]e each word|`likethis`"
    r"|\bcapital(?:ised|ized)? (?:first )?(?:letter|names?))"
)

_SEVERAL = (
    r"(?:\b(?:several|two|multiple|more than (?:one|1)|2|a second|many|further) (?:exported "
    r"|react )?components?(?: (?:in|per|to|inside|within) (?:the |a |one |each "
    r"|same |single )*(?:`?\.tsx`? )?(?:file|module)s?)?|\bfiles? with (?:several"
    r"|two|multiple|2|more than (?:one|1)) components?"
    r"|\bexporting `\w+` and `\w+` together from the same file)"
)

_SINGLE = r"(?:\b(?:single|one|1|exactly (?:one|1)|its own file|own file)\b)"

_NET = (
    r"(?:`?\bfetch(?:\([^`)]*\))?`?(?: calls?)?(?! (?:data|results|the data))"
    r"|`?axios(?:\.\w+)?(?:\([^`)]*\))?`?(?: calls?)?|\bhttp (?:calls?|requests?)"
    r"|\b(?:direct )?network (?:access|calls?|requests?)|\bapi (?:calls?|requests?)"
    r"|\bajax\b|\b(?:talk to|call) (?:the |an? )?(?:network|server|backend|api)\b"
    r"|\bdata fetching)"
)

_NET_IN = (
    rf"(?:{_NET}(?: \w+){{0,3}} (?:in|inside|within|from|out of|of) (?:an? |the "
    rf"|any |react |ui |presentational |our )*(?:`?useeffect`?|components?|effects?)\b"
    rf"|\bcomponents? (?:that|which) (?:calls?|uses?|does|do|makes?|make) {_NET}"
    rf"|`useeffect\([^`]*fetch[^`]*`|`fetch` in `useeffect`)"
)

_DOM = (
    r"(?:`?(?:document\.)?(?:queryselector(?:all)?|getelements?by\w+)(?:\([^`)]*\))?(?:\.\w+)?`?"
    r"|`?(?<!\w)innerhtml`?|`?appendchild`?|\b(?:direct(?:ly)? )?(?:dom|node) (?:access"
    r"|manipulations?|mutations?|queries|lookups?)|\b(?:manipulat(?:e|es|ing)"
    r"|touch(?:es|ing)?|query|querying|mutat(?:e|ing)|chang(?:e|ing)) (?:the )?(?:real "
    r"|raw )?(?:dom|nodes by hand)\b|\bjquery(?:-style lookups)?\b"
    r"|\blooked up in `document`|\blooking it up with `document)"
)

_DOM_ELSE = (
    r"\bassign to\b|\btests?\b|\bplaywright|\bcypress|\btesting library|\bxss\b"
    r"|\bsanitiz|\bnode(?:\.js|js)|\bscrap|\bpuppeteer|\bsecurity\b|\buser (?:input"
    r"|data|content)"
)

_ALT = (
    r"(?:`?\balt(?:=\"[^\"`]*\"|=\{[^`]*\})?`?(?: attributes?| texts?)?|\btext alternatives?"
    r"|\balternative texts?|`<img alt=\"[^`]*`)"
)

_IMG = r"`?<?\bimg>?`?|\bimages?\b|\bpictures?\b|`<img|`<image"

FRONTEND = {
    "props-type": Wider(
        (
            demanded(
                _PROPS_TYPE,
                (
                    r"\bcomponents?\b|\bprops\b[^.;]{0,30}\b(?:typ|interface|inline)|\bown interface\b"
                    r"|\beach of them\b|\bprops down\b"
                ),
                unless=(
                    r"\b(?:proptypes|spread|drill\w*|any|pass(?:ed|ing)? props|export(?:ed)?"
                    r"|children|re-?use|prefer `?interface|interface over|type over|type instead"
                    r"|readonly|storybook|vue|sort|destructur\w+|generic)\b"
                ),
            ),
            refused(
                (
                    r"\bcomponents? without (?:an? )?(?:named |own |explicit )?props? (?:type"
                    r"|interface)|\binline (?:props|prop|object) types?(?: (?:for|in|on) (?:component )?props)?"
                    r"|\buntyped props"
                ),
                unless=r"^(?!.*(?:props|component))",
            ),
        ),
        ("prop types", "components"),
        (("Components without a props type are rejected.", {}), ("Each component declares its `Props` type.", {})),
    ),
    "no-interface-prefix": Wider(
        (
            refused(
                (
                    r"\bprefix(?:ing)? (?:types|interfaces) with `?i`? (?:or|and) `?t`?(?!\w)"
                    r"|`i\w+`(?= or `t\w+`)"
                ),
                unless=_I_ELSE,
                fixed={"prefixes": ("I", "T")},
            ),
            refused(
                _I_NAMED,
                unless=(
                    rf"{_I_ELSE}|^(?!.*(?:interface|\btypes?\b|`i\w+`))|`i` or `t`|\bi or t\b"
                    rf"|`(?:if|in|is|int|id|img|import|init|item|index|input)"
                ),
                fixed={"prefixes": ("I",)},
            ),
            *told(
                (
                    r"\binterfaces? with (?:an? )?leading (?:capital )?i (?:is|are|gets?) (?:renamed"
                    r"|rejected|sent back)"
                ),
                r"\binterfaces without (?:an? )?(?:leading )?`?i`?(?: prefix)?(?!\w)",
                r"\bused to `i[a-z]\w+`; here[^.;]{{0,40}}just called",
                r"bans interface names that match `\^i\[a-z\]`",
                prefixes=("I",),
            ),
        ),
        ("interface", "`i", "types"),
        (
            ("Interfaces with a leading I are rejected.", {"prefixes": ("I",)}),
            ("Prefixing interfaces with `I` is a bug", {"prefixes": ("I",)}),
        ),
    ),
    "component-naming": Wider(
        (
            demanded(
                _CASE,
                r"\bcomponents?\b",
                unless=(
                    r"\b(?:files?|folders?|directories|filenames?|file names?|hooks?|classes"
                    r"|types|interfaces|css|constants?|functions? are|custom elements?|vue|angular"
                    r"|events?)\b"
                ),
            ),
            refused(
                (
                    r"\blower-?case components?|\b(?:snake|camel|kebab)[ _-]?case(?: (?:and|or) (?:snake"
                    r"|camel|kebab)[ _-]?case)? (?:(?:in|for) )?component(?:s| names?)"
                ),
                unless=r"\bfiles?\b",
            ),
            *told(
                r"`function [a-z_]+\(\)` as a component is (?:wrong|a bug|rejected|not)",
                r"`[a-z]\w+` (?:->|→) `\w+` for (?:anything|everything|whatever) that returns jsx",
                r"\bnever call a component something like `[a-z]+_[a-z]+`",
            ),
            linted(r"jsx-pascal-case"),
        ),
        ("component",),
        (("Component names start with a capital letter.", {}), ("Lowercase components are rejected.", {})),
    ),
    "one-component-per-file": Wider(
        (
            refused(
                _SEVERAL,
                unless=(
                    r"\b(?:used by|shared|reuse|extract|across|wraps?|libraries|storybook|tests?)\b"
                    r"|^(?!.*(?:files?\b|\.tsx|module))"
                ),
            ),
            demanded(
                _SINGLE,
                r"\bcomponents?\b.*(?:\bfiles?\b|`\.tsx`)|(?:\bfiles?\b|`\.tsx`).*\bcomponents?\b",
                unless=(
                    r"\b(?:one of|test files?|css|styles?|hooks?|story|stories|story file|one folder"
                    r"|own folder|types file|single source|single quotes|one line|barrel|each component has one"
                    r"|tests?)\b|\bno (?:more than )?one\b.*\blarge\b"
                ),
            ),
            *told(
                r"\bsplit a file as soon as it exports a (?:second|further) component",
                r"\b(?:don'?t|do not) put (?:2|two) components in (?:the )?(?:same|one) file",
                r"\bcomponents per file: (?:1|one)\b",
            ),
            linted(r"no-multi-comp"),
        ),
        ("multi-comp",),
        (("A file with two components gets rejected.", {}), ("Single component per file", {})),
    ),
    "no-fetch-in-component": Wider(
        (
            *apart(_NET, r"components?\b|`useeffect", unless=r"\bserver components?"),
            refused(_NET_IN, unless=r"\bserver components?|\btests?\b|\bstorybook"),
            *told(
                r"\bcomponents?: presentational,? (?:with )?no (?:http|api|network|fetch)",
                (
                    r"\b(?:they|components) (?:don't|do not|never|must not) (?:talk to|call|know"
                    r"|reach) (?:the )?(?:network|server|api|backend)\b"
                ),
                r"`?fetch`? (?:out of|away from) components",
                (
                    r"\bmove (?:every|all|each) (?:http |api "
                    r"|network )?(?:requests?|calls?|fetch\w*) out of (?:the )?components"
                ),
                (
                    r"\b(?:requests|calls|fetching) (?:are"
                    r"|is) (?:made|done) in the [^.;]{{0,20}}, (?:and )?(?:never in )?components (?:only (?:receive"
                    r"|get|take|render))"
                ),
                (
                    r"\bcomponents (?:only (?:receive|get|take)|receive|get|take) (?:their )?(?:data"
                    r"|props)[^.;]{{0,30}}\b(?:never|not|don't) (?:fetch|request|call)"
                ),
                unless=r"\bserver components?",
            ),
        ),
        ("http call", "network"),
        (("A component that calls `fetch` gets rejected.", {}), ("Network calls in components are banned", {})),
    ),
    "no-dom-access": Wider(
        (
            refused(_DOM, unless=_DOM_ELSE),
            *told(
                r"\bwe (?:reach|access|get) elements (?:by|via|with|through) refs? only\b",
                (
                    r"\belements are (?:accessed|reached|read) (?:via|by|through) `?refs?`?, (?:never"
                    r"|not)\b"
                ),
                r"\bwe never change nodes by hand\b",
                r"`document\.\w+\([^`]*\)[^`]*` (?:->|→)",
            ),
        ),
        ("nodes", "refs", "`ref`", "jquery", "appendchild"),
        (("`document.getElementById` has no place in a component.", {}), ("Direct DOM access is a bug.", {})),
    ),
    "image-alt": Wider(
        (
            demanded(
                _ALT,
                _IMG,
                unless=(
                    r"alt\+tab|alternative size|stored in|\b(?:docker|containers?|ci|base image"
                    r"|never|alt key|alternatively|avoid|tests?|not (?:only )?(?:required|needed)"
                    r"|captions? (?:instead|replace)|generate)\b"
                ),
            ),
            refused(
                (
                    r"`?<?(?:\bimg|images?|pictures?)>?`? (?:missing"
                    r"|without|lacking|with no) (?:an? )?`?alt`?(?: texts?"
                    r"| attributes?)?"
                ),
                unless=r"\bdocker",
            ),
            *told(
                r"\bdecorative pictures get `alt=\"\"`",
                r"\b(?:don't|do not|never) (?:forget|leave out|omit) (?:the )?`?alt`?\b",
            ),
            linted(r"jsx-a11y/alt-text|\balt-text\b"),
        ),
        ("alt",),
        (("Images without `alt` are rejected.", {}), ("`alt` must be present on each image.", {})),
    ),
}
