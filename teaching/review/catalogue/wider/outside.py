"""Further wordings of the checks on what comes from outside: secrets, SQL, shells, HTML, data that is loaded."""

from teaching.review.catalogue.wider.forms import Wider
from teaching.review.catalogue.wider.mentions import demanded, linted, refused

_SQL = r"(?:sql|quer(?:y|ies)|statements?|where clauses?|execute)"
_GLUED = (
    r"(?:string[- ](?:concatenation|interpolation|formatting|building)|concatenat\w+|interpolat\w+|f-?strings?"
    r"|template (?:strings?"
    r"|literals?)|`\.?format(?:\(\))?`|%-?formatting|\bglu(?:e|ed|ing)\b|string addition|`\+`)"
)

WIDER: dict[str, Wider] = {
    "no-hardcoded-secrets": Wider(
        (
            refused(
                r"(?:\b(?:hard-?coded|inlined?|literal|embedded|plain-?text|checked-in) )?\b(?:secrets?|credentials?"
                r"|(?:api |access |private )keys?|keys"
                r"|passwords?|(?:access |api )?tokens?)\b(?: of any kind)?(?=[^.;]{0,40}\b(?:code|source|files?|repo"
                r"|repository|literals?|inlin\w+"
                r"|string|git|config)\b)|\b(?:hard-?coded|literal|inlined|embedded) (?:secrets?|credentials?"
                r"|(?:api )?keys?|passwords?|tokens?)"
                r"|\b(?:hard-?cod|inlin|embed)(?:e|es|ing) (?:any |the |them)?(?:secrets?|credentials?|(?:api )?keys?"
                r"|passwords?|tokens?)?",
                unless=r"\b(?:log|logs|logged|print|url|user|i18n|strings? (?:in|for)|react|translation|primary"
                r"|foreign|client|bundle|keyboard"
                r"|colou?rs?|path|public|ask|commit \.env|session|cookie|local ?storage)\b",
            ),
            demanded(
                r"\b(?:env(?:ironment)?(?: vars?| variables?)?|secret (?:manager|store)|vault|`\.env`)",
                r"^\W*(?:[\w ]*:\s)?(?:all )?(?:secrets?|credentials?|(?:api |access )?(?:keys?|tokens?)|passwords?)\b",
                unless=r"\b(?:log|document|rotate|example|deploy|share)\w*",
            ),
            refused(
                r"\b(?:secrets?|credentials?|(?:api|access|private|secret) keys?|keys|passwords?|tokens?)\b(?:(?:, "
                r"| and | or )(?:api |access )?(?:keys?|passwords?|tokens?|secrets?|credentials?))*(?: of any kind"
                r"| literals?)?",
                r"\b(?:code|sources?|source files?|repo|repository|git|commit(?:s|ted)?|literals?|hard-?cod\w+"
                r"|inlin\w+|string|constants?|every file|version control)\b",
                unless=r"\b(?:logs?|logged|print|url|urls|user|i18n|react|translation|primary|foreign|client|bundle"
                r"|keyboard|colou?rs?|path|public key|ask|design|cache|key ?words?"
                r"|session|cookie|local ?storage|ssh|error messages?|responses?|strings? (?:for|in) (?:the )?ui|query"
                r"|dict\w*|sort|lookup|test data|compare)\b",
            ),
            linted(r"\b[bs]10[5-7]\b|no-secrets"),
        ),
        ("b105", "s105", "no-secrets"),
        (
            ("Passwords and tokens stay out of source files.", {}),
            ("bandit B105 must pass.", {}),
        ),
    ),
    "no-sql-strings": Wider(
        (
            refused(
                rf"{_GLUED}[^.;:]{{0,50}}?\b{_SQL}\b|\b{_SQL}\b[^.;]{{0,50}}?{_GLUED}|\bdynamic sql\b"
                r"|`[^`]*(?:select|insert|update|delete)\b[^`]*(?:' ?\" ?\+|\{\w+\}|\$\{)[^`]*`",
                unless=r"\b(?:identifiers?|migrations?|keywords?|upper-?case|select \*)\b",
            ),
            demanded(
                r"\b(?:bound|bind|query|named) (?:parameters?|values?)|\bparameter(?:i[sz]ed)?(?: (?:statements?"
                r"|quer\w+|binding))?|\bprepared statements?"
                r"|\bplaceholders?",
                r"\bsql\b|\bquer(?:y|ies)\b|\binjection\b|\bstatements? over|\bconcatenat",
                unless=r"\b(?:url|react|search|route|type|generic|pytest|function|method|cache)\b"
                r"|parametri[sz]ed tests",
            ),
            linted(r"\bs608\b|\bb608\b"),
        ),
        ("concatenat", "injection", "s608", "b608", "where"),
        (
            ("Interpolated SQL gets rejected: bind each value.", {}),
            ("Prepared statements over string concatenation", {}),
        ),
    ),
    "no-eval": Wider(
        (
            refused(
                r"`?\beval\b(?:\([^`]*\))?`?(?! (?:suite|set|run|plugin|mode|form))|`exec(?:\(\))?`|\bexec\(\)"
                r"|`?new function(?:\(\))?`?(?= constructor|`|\()"
                r"|\b(?:execut\w+|evaluat\w+) (?:strings?|text|user input)(?: as code)?|\b(?:text|strings?) (?:is"
                r"|are) (?:ever )?(?:executed|run) as code",
                unless=r"\b(?:docker|kubectl|child_process|evals|spawn|execfile|mode|suites?)\b|model\.eval|`exec form",
            ),
            demanded(r"^\W*no source text is executed|\bnever feed\b[^.;]*\beval"),
            refused(
                r"\b(?:dynamic|generated) code execution|\b(?:run|execut|evaluat|compil)(?:e|ing"
                r"|s)?n? (?:\w+ )?(?:code|text|strings?|input|expressions?)(?: (?:from|in"
                r"|out of) (?:\w+ )?(?:strings?|text|input))?(?: at runtime)?"
                r"|\b(?:strings?|text) (?:run|executed|evaluated) as code|`?function(?:\(\))?`? constructor"
                r"|`?settimeout`? with (?:a )?strings?",
                r"\b(?:text|strings?|input|dynamic|at runtime|constructor|settimeout)\b",
                unless=r"\btests?\b|\bquer|sql|script|command|shell|await",
            ),
            linted(r"\bs307\b|\bs102\b|\bno-eval\b|\bno-new-func\b|\bno-implied-eval\b|\bpgh001\b"),
        ),
        ("execut", "evaluat", "s307", "s102"),
        (
            ("`ast.literal_eval`, not `eval`", {}),
            ("`eval` gets rejected in review.", {}),
        ),
    ),
    "no-shell": Wider(
        (
            refused(
                r"`?shell ?[=:] ?true`?(?: in [^.;]{0,20})?|`?os\.(?:system|popen)(?:\(\))?`?"
                r"|`?child_process\.exec(?:sync)?(?:\(\))?`?|\bshell strings?"
                r"|\bshell(?:ing)? out(?: with [\w ]+strings?)?|\b(?:an )?intermediate shell|`exec` of an? \w+ string"
                r"|\bcommand (?:lines?|strings?) (?:assembled|built|put together|made)[^.;]{0,30}?(?:formatting"
                r"|concatenation|interpolation|strings?|values)",
                unless=r"\bpowershell|ci scripts?",
            ),
            demanded(
                r"\blists? of arguments|\b(?:arguments?|argv|args) (?:as )?(?:an? )?(?:lists?|arrays?)"
                r"|\blist arguments|`?shell=false`?|\bskip the shell",
                r"\bsubprocess|\bshell|\bspawn|\bexternal (?:program|command)",
            ),
            refused(
                r"\b(?:commands?|programs?|processes|subprocess(?:es)?)\b[^.;]{0,30} (?:through|via|by|in) (?:the"
                r"|a) shell|\bshell commands?(?= (?:built|made|from|with|put|by|through|string))|\bcommand strings?"
                r"|\bstrings? (?:as|to) (?:a )?(?:commands?|shell|subprocess)"
                r"|`?(?:subprocess|child_process)[\w.]*`? with (?:`shell=true`|a string)"
                r"|`exec(?:\(\))?`(?= from `?(?:node:)?child_process)",
                unless=r"\bpowershell|ci scripts?",
            ),
            linted(r"\bs60[245]\b|\bb60[245]\b"),
        ),
        ("argv", "spawn", "command line", "external program", "s602", "s605", "b602"),
        (
            ("`shell=True` has no place in this code base.", {}),
            ("`os.system` -> `subprocess.run` with a list", {}),
        ),
    ),
    "no-unsafe-html": Wider(
        (
            refused(
                r"`?dangerouslysetinnerhtml`?|`?\b(?:inner|outer)html`?|`?insertadjacenthtml`?"
                r"|`?document\.write(?:\(\))?`?|`?v-html`?|`__html`|`?\bmark_?safe\b(?:\(\))?`?"
                r"|`?markup\(\.*\)`?|the `?\|\s?safe`? filter|`?\|\s?safe`|\braw html(?: from users)?"
                r"|\bunsaniti[sz]ed html|\bunescaped (?:html|output|user input|content)|\b(?:user"
                r"|untrusted)[- ](?:\w+ )?(?:content|input|text|html) as (?:raw )?html"
                r"|\bhtml (?:strings? )?from users|`?srcdoc`?|\bhtml without (?:cleaning|saniti\w+|escaping)"
                r"|\b(?:turning off|disabling) (?:jinja's )?autoescap\w+",
            ),
            demanded(
                r"\bsaniti[sz]\w*|\bclean(?:ed)?\b|`?dompurify`?|`?bleach`?|\bjsx do the escaping",
                r"\bhtml\b|\brich text",
                unless=r"\bemails?\b|\bshell|markdown",
            ),
            linted(r"react/no-danger\b|no-unsanitized|\bs308\b|\bb70[134]\b"),
        ),
        ("markup", "autoescape", "|safe", "| safe", "no-danger", "unsanitized", "s308", "b70"),
        (
            ("`innerHTML` has no place in our components.", {}),
            ("`textContent`, not `innerHTML`", {}),
        ),
    ),
    "no-unsafe-loading": Wider(
        (
            refused(
                r"`?(?:loader=)?(?:yaml\.)?(?:full|unsafe)loader`?|`?loader=yaml\.loader`?|`?yaml\.(?:load|load_all"
                r"|full_load|unsafe_load)(?:\([^`]*\))?`?(?! carries)(?: with the default loader)?|\b(?:unsafe|full"
                r"|default)(?: pyyaml| yaml)? loaders?"
                r"|\b(?:with )?an? (?:yaml )?loader that can construct \w+ (?:python )?objects|(?<=over )`?load`?$",
                unless=r"loader=[^`]*required(?!)",
            ),
            demanded(
                r"`?(?:yaml\.)?safe_load(?:_all)?(?:\(\w*\))?`?|`?(?:loader=)?(?:yaml\.)?c?safeloader`?|\bsafe loader",
                r"\byaml|\bloader|safe_load[^.;]{0,12}\bover\b",
            ),
            linted(r"\bs506\b|\bb506\b"),
        ),
        ("s506", "b506", "loader"),
        (
            ("YAML: the safe loader only.", {}),
            ("`yaml.load` is banned.", {}),
        ),
    ),
    "no-pickle": Wider(
        (
            refused(
                r"`?\bc?(?:pickle|dill|cloudpickle|shelve|marshal)\b(?:\.loads?)?(?:\([^`]*\))?`?(?: (?:files?"
                r"|modules?|data))?|\b(?:un)?pickl(?:ing|ed)\b"
                r"|`?joblib\.load`?(?: on files from outside)?",
                unless=r"\b(?:sandwich|cucumber|tests? data)\b|\bcommit|\bgit",
            ),
            linted(r"\bs301\b|\bb301\b|\bs403\b"),
        ),
        ("pickl", "dill", "joblib", "marshal", "s301", "b301"),
        (
            ("JSON over pickle, please", {}),
            ("Unpickling has no place in our services.", {}),
        ),
    ),
}
