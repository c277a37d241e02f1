"""More wordings of the checks on React."""

from teaching.review.catalogue.verdicts import Wider, each, enforced, shuns, wants

_CLASSES = (
    r"(?:react )?class(?:[ -]based)? components?|class syntax for (?:react )?components|lifecycle classes"
    r"|components? (?:written "
    r"as|as|that (?:is|are)) (?:an? )?class(?:es)?|`(?:react\.)?(?:pure)?component` (?:classes|subclasses)"
    r"|classes for components"
)
_FUNCTIONAL = (
    r"(?:functional|function) (?:react )?components?(?: (?:with|and|\+|plus) hooks)?|components? (?:(?:are|is"
    r"|must be) )?(?:written "
    r"|always )*as functions"
)
_INLINE = (
    r"inline[ -](?:css|`?styl(?:es?|ing)`?(?: objects?| attributes?| props?)?)|(?:the |an? )?`?style`? (?:props?"
    r"|attributes?|objects?)"
    r"(?: on (?:jsx |html |the )*elements?)?|`style=\{{\{{?[^`]*`|styles? inline|(?:css|styling|styles) (?:inline"
    r"|in (?:the )?markup)"
)
_INDEX = (
    r"(?:array |map |loop |list |position-based |positional )?(?:`?ind(?:ex|exes|ices)`?|index|position"
    r"|loop counter)[ -](?:based )?keys?"
    r"|position(?:al)?-based keys|`(?:<\w+ )?key=\{{\s*(?:i|idx|index)\s*\}}[^`]*`|`[^`]*key=\{{(?:i|idx"
    r"|index)\}}[^`]*`"
    r"|key props? made (?:from|of|out of) (?:array )?ind(?:ex|exes|ices)|keys? (?:from|made from|made of|based on|by"
    r"|out of) (?:the |an? )?"
    r"(?:array |map |loop |list )?(?:ind(?:ex|exes|ices)|positions?|counters?)(?: in the (?:array|list))?"
    r"|(?:the |an? )?(?:array |map |loop |list )?(?:index|indexes|indices|position|counter) (?:as|for|in) (?:an? "
    r"|the )?`?keys?`?"
)
_HOOK = r"(?:(?:react |custom )?hooks?|`use[a-z]*(?:\(\))?`(?: calls?)?)"
_BRANCH = (
    r"(?:an? |any |the |`if` |`?if`? )*(?:conditions?|conditionals?|`?if`?s?(?: blocks?| statements?)?|branch(?:es)?"
    r"|loops?"
    r"|(?:nested )?functions?|callbacks?|handlers?|event handlers?|early returns?|`?return`?s?|blocks?)"
)
_RESOURCE = (
    r"(?:subscriptions?|timers?|intervals?|listeners?|sockets?|connections?|event ?sources?|resources?|`\w+`"
    r"|websockets?)"
)
_EFFECT = r"(?:(?:the |an? |each |every |their |its |your )*`?(?:use)?effects?`?(?:'s)?)"

INTERFACE: dict[str, Wider] = {
    "effect-cleanup": Wider(
        each(
            (
                rf"{_EFFECT}[^.;]{{{{0,60}}}}\b(?:cleans? up|clean-?up|teardown|released?|closed?|cleared?"
                rf"|unsubscribes?|freed|release it)\b",
                rf"\b(?:clean-?up|teardown|cleanup function)s?\b(?: functions?| is required| (?:in|of|from|for|by|on"
                rf"|to))+ {_EFFECT}",
                rf"\b{_RESOURCE}\b[^.;]{{{{0,50}}}}\b(?:cleared|closed|released|removed|unsubscribed|freed"
                rf"|cleaned)\b[^.;]{{{{0,30}}}}"
                rf"(?:\b(?:on|at|before) unmount|{_EFFECT}|\bclean-?up\b)",
                rf"\b{_RESOURCE}\b[^.;]{{{{0,30}}}}{_EFFECT}[^.;]{{{{0,30}}}}`?\bclear\w+`? on unmount",
                r"\bunmount(?:ing)?\b[^.;]{{0,25}}\b(?:nothing running|no (?:open|polling|running))",
                rf"\bleak(?:ing|s|ed)? {_RESOURCE}[^.;]{{{{0,25}}}}\b(?:forbidden|a bug|banned|rejected)",
            ),
            unless=r"\b(?:css|side effects? of|visual|animation|dead code|code clean)\b|\b(?:no|don't need"
            r"|without)(?: a)? clean-?up",
        ),
        cues=("leak", "`use", "interval"),
        reads=(("Effects return a cleanup for timers", {}), ("Intervals are cleared in the effect's cleanup", {})),
        ignores=("The clean-up job has an effect on memory",),
    ),
    "no-class-components": Wider(
        (
            *shuns(_CLASSES),
            *wants(_FUNCTIONAL, unless=r"\bclass components? only\b"),
            *enforced(r"`?prefer-stateless-function`?|`?prefer-function-component`?"),
            *each(
                (
                    r"\bcomponents? (?:are|is|must be|shall be|should be) (?:always |only |all )?(?:written as "
                    r"|plain |an? )*(?:plain )?"
                    r"functions?\b",
                    r"\bno components? (?:is|are) (?:an? )?class(?:es)?\b",
                    r"\bhooks (?:instead of|over|rather than|, not|not) (?:lifecycle )?(?:classes|class components)",
                    r"\bcomponent (?:style|form|type)\s*(?::|\|) functions?\b",
                    r"\bnever (?:inherits?|extends?) (?:from )?`?(?:react\.)?(?:pure)?component\b",
                ),
                unless=r"\bnot functions\b",
            ),
        ),
        cues=("hooks instead", "hooks over", "hooks, not", "lifecycle class"),
        reads=(("Components are written as functions", {}), ("Class-based components get rejected", {})),
        ignores=("CSS classes of components get rejected",),
    ),
    "no-inline-styles": Wider(
        (
            *shuns(_INLINE, unless=r"\b(?:e-?mails?|svg)\b", dynamic="reported"),
            *enforced(r"`?no-inline-styles?`?|`?forbid-dom-props`?", dynamic="reported"),
            *each(
                (
                    r"\b(?:styles?|styling|css)\s*(?::|—|\||>)\s*(?:never|not|no) inline\b",
                    r"\b(?:do not|don't|never) (?:write|put|set|add) (?:\w+ )?styl(?:es?|ing) (?:inline"
                    r"|in (?:the )?markup|on elements)",
                    r"`style=\{{\{{[^`]*`\s*(?:->|→|=>)\s*`class",
                    r"\bstyle objects? on elements? (?:must not|mustn't|may not|never)",
                ),
                unless=r"\b(?:e-?mails?|svg)\b",
                dynamic="reported",
            ),
        ),
        cues=("style` prop", "style prop", "style object", "`style`", "styling in"),
        reads=(
            ("The `style` prop is banned", {"dynamic": "reported"}),
            ("Inline CSS gets rejected", {"dynamic": "reported"}),
        ),
        ignores=("Inline comments get rejected, style guide says",),
    ),
    "no-index-key": Wider(
        (
            *shuns(_INDEX, unless=r"\b(?:database|table|column|sql|foreign|primary|redis|cache|api)\b"),
            *enforced(r"`?no-array-index-key`?|`?noarrayindexkey`?"),
            *each(
                (
                    r"\b`?keys?`?\b[^.;]{{0,30}}\b(?:not|never|n't)\b(?: be)? (?:\w+ )?(?:derived|made|built|taken"
                    r"|come) (?:from|of) (?:its |the "
                    r"|an? |their )*(?:array |map |loop )?(?:index|position|counter)",
                    r"\b(?:don't|do not|never|not)\b(?: \w+)? (?:take|use|build|derive|make) (?:the "
                    r"|an? )?(?:\w+ ){{0,2}}?(?:index|counter|position)"
                    r" (?:for|as|in) (?:an? |the )?`?key",
                    r"`key=\{{[\w.]*id\}}` (?:over|instead of|rather than|, not|not) `?key=\{{(?:i|idx|index)\}}",
                ),
                unless=r"\b(?:database|table|column|sql|foreign|primary|redis|cache|api)\b",
            ),
        ),
        reads=(("Index keys get rejected", {}), ("Keys from the array index are a bug", {})),
        ignores=("Index keys of the table get rejected by the database",),
    ),
    "hooks-at-top": Wider(
        (
            *shuns(
                rf"{_HOOK} (?:in|inside|within|under|behind|after|below|nested in|around) "
                rf"{_BRANCH}(?:(?:,| or| and|, or) {_BRANCH})*"
            ),
            *enforced(r"`?(?:react-hooks/)?rules-of-hooks`?"),
            *each(
                (
                    rf"\b{_HOOK}\b[^.;]{{{{0,20}}}}\b(?:never|not|n't)\b (?:be )?(?:called|used|invoked|placed|put"
                    rf"|call)?[^.;]{{{{0,20}}}}\b(?:in|inside|after|below"
                    rf"|behind|conditionally)\b",
                    rf"\b{_HOOK}\s*(?::|—|\|)\s*(?:only )?(?:at )?(?:the )?top level\b",
                    rf"\b{_HOOK}\b[^.;]{{{{0,30}}}}\b(?:unconditionally|only at (?:the )?top"
                    rf"|before any (?:early )?returns?|above (?:everything|any|all)"
                    r"|top level only)\b",
                    r"\bhooks?(?: placement)?\s*(?::|\|) (?:before|above) (?:any |all |every)",
                    r"\bearly returns? (?:come|go|stand) (?:only )?after (?:all |the )*hooks",
                    rf"\b(?:never|don't|do not|no) (?:call |use |put )?(?:an? )?{_HOOK} (?:conditionally|in|inside"
                    rf"|after|below|behind)\b",
                ),
                unless=r"\b(?:git|commit|husky|pre-commit|lifecycle|webhooks?|`hooks/`|tests?)\b",
            ),
        ),
        cues=("`use",),
        reads=(("Hooks are called unconditionally", {}), ("No hooks in conditions", {})),
        ignores=("Git hooks are never called in CI",),
    ),
}
