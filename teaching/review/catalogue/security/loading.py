"""Data from outside that can bring code with it: YAML with objects, pickles."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.security.names import Names, callee, keyword, positional, tail
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase, forbids
from teaching.review.source import PYTHON, SourceFile, end_line, start_line

_YAML = frozenset({"yaml.load", "yaml.load_all"})
_YAML_UNSAFE = frozenset({"yaml.unsafe_load", "yaml.unsafe_load_all"})
# FullLoader makes no objects of other classes; the loaders named here do, or are the old default that did.
_UNSAFE_LOADERS = frozenset({"Loader", "UnsafeLoader", "CLoader"})
# `marshal` is not here: it rebuilds numbers, texts and code objects, and runs nothing while it does.
_PICKLES = frozenset({"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "jsonpickle"})
# Libraries that have pickles among what they read.
_CARRIERS = frozenset({"shelve", "joblib", "pandas", "numpy", "torch", "six", "sklearn"})
_LOADS = frozenset({"load", "loads", "Unpickler", "decode"})


def _calls(source: SourceFile, names: frozenset[str]) -> Iterator[SgNode]:
    for call in source.nodes("call"):
        function = callee(call)
        if function is not None and function.kind() in {"identifier", "attribute"} and tail(function.text()) in names:
            yield call


def unsafe_yaml(source: SourceFile, _: Params) -> Iterator[Fact]:
    """YAML read with a loader that makes any object that the text asks for."""
    names = Names(source)
    if not any(origin.partition(".")[0] == "yaml" for origin in names.imports.values()):
        return
    wanted = frozenset({"load", "load_all", "unsafe_load", "unsafe_load_all"} | set(names.imports))
    for call in _calls(source, wanted):
        name = names.called(call)
        if name in _YAML_UNSAFE:
            yield Fact(start_line(call), end_line(call), f"`{name}` makes any object that the text asks for.")
        elif name in _YAML:
            given = positional(call)
            loader = keyword(call, "Loader") or (given[1] if len(given) > 1 else None)
            if loader is None:
                yield Fact(start_line(call), end_line(call), f"`{name}` is called without a safe loader.")
            elif tail(names.dotted(loader)) in _UNSAFE_LOADERS:
                yield Fact(start_line(call), end_line(call), f"`{name}` is given `{loader.text()}`, which is not safe.")


def pickles_read(source: SourceFile, _: Params) -> Iterator[Fact]:
    """Pickles and their like, read back: they can run code."""
    names = Names(source)
    modules = {origin.partition(".")[0] for origin in names.imports.values()} | set(names.imports)
    if not modules & (_PICKLES | _CARRIERS):
        return
    for call in _calls(
        source, frozenset(_LOADS | {"open", "Shelf", "read_pickle", "load_session"} | set(names.imports))
    ):
        name = names.called(call).removeprefix("six.moves.").removeprefix("sklearn.externals.")
        module, _dot, function = name.rpartition(".")
        if _reads_inside(name, call):
            yield Fact(start_line(call), end_line(call), f"`{name}` reads a pickle, which runs the code it asks for.")
        elif (module in _PICKLES and function in _LOADS) or name in {
            "shelve.open",
            "shelve.Shelf",
            "dill.load_session",
        }:
            if (function == "decode" and module != "jsonpickle") or _is_own_pickle(call, module, names):
                continue
            yield Fact(start_line(call), end_line(call), f"`{name}` runs whatever code the data asks for.")


def _reads_inside(name: str, call: SgNode) -> bool:
    """Whether a library reads a pickle here under another name; some do so only where they are told to."""
    if name in {"joblib.load", "pandas.read_pickle"}:
        return True
    flag = {"numpy.load": ("allow_pickle", "True"), "torch.load": ("weights_only", "False")}.get(name)
    value = keyword(call, flag[0]) if flag is not None else None
    return flag is not None and value is not None and value.text() == flag[1]


def _is_own_pickle(call: SgNode, module: str, names: Names) -> bool:
    """Whether the data was pickled by this file: there and back in one line, or kept in an attribute of its own."""
    given = positional(call)
    if not given:
        return False
    if _dumps(given[0], module, names):
        return True
    place = given[0].field("value") if given[0].kind() == "subscript" else given[0]
    if place is None or place.kind() != "attribute" or not place.text().startswith(("self.", "cls.")):
        return False
    filled = [value for value in _kept(place.text(), names) if not _is_empty(value)]
    # Anything else that is put there may come from outside.
    return bool(filled) and all(_dumps(value, module, names) for value in filled)


def _dumps(node: SgNode, module: str, names: Names) -> bool:
    return node.kind() == "call" and names.called(node) == f"{module}.dumps"


def _kept(place: str, names: Names) -> Iterator[SgNode]:
    """What the file gives to the attribute, or to one of its keys."""
    for node in names.source.nodes("assignment", "augmented_assignment"):
        left, right = node.field("left"), node.field("right")
        if left is None or right is None:
            continue
        base = left.field("value") if left.kind() == "subscript" else left
        if base is not None and base.text() == place:
            yield right


def _is_empty(node: SgNode) -> bool:
    if node.kind() == "call":
        function = callee(node)
        empty = function is not None and tail(function.text()).lower().endswith(("dict", "dictionary", "list"))
        return empty and not positional(node)
    return node.kind() == "none" or node.text() in {"{}", "[]", "()", '""', 'b""', "b''", "''"}


NO_UNSAFE_LOADING = Entry(
    name="no-unsafe-loading",
    title="YAML that may make any object (`yaml.load` without a safe loader)",
    languages=PYTHON,
    engines=(Syntax(unsafe_yaml),),
    cwe=(502,),
    baseline="YAML is read with a safe loader.",
    severity="must",
    # A test reads what it wrote itself.
    skip_tests=True,
    cues=("yaml", "safe_load", "safeloader"),
    phrases=(
        *forbids(r"`?yaml\.(?:unsafe_)?load(?:\(\))?`?(?![\w_])"),
        Phrase(r"\b{MUST}\b{GAP}(?:`?yaml\.)?safe_?load(?:er)?\b"),
        Phrase(r"\byaml\b{GAP}\b(?:safe_load|safeloader|a safe loader)\b"),
    ),
    reads=(
        ("Never use `yaml.load`.", {}),
        ("Always use yaml.safe_load", {}),
        ("Use `yaml.safe_load` instead of `yaml.load`", {}),
        ("YAML is read with `SafeLoader` only.", {}),
    ),
    ignores=(
        "Configuration is YAML in `config/`.",
        "Do not edit the YAML files by hand.",
        "Workflows load YAML anchors from `.github`.",
    ),
    words=Words(
        why="Some YAML loaders build any Python object that a document names, and building it can run a program: "
        "whoever "
        "writes the file then decides what your process does.",
        question="Which kinds of values does this file need to hold, and does any of them have to be an object of a "
        "class?",
        hint="Read in the loader's documentation which loader makes only plain lists, mappings, texts and numbers.",
    ),
    examples=(
        Example("python", "import yaml\n\nc = yaml.load(open('a.yml'))\n", (3,)),
        Example("python", "import yaml\n\nc = yaml.load(t, Loader=yaml.UnsafeLoader)\n", (3,)),
        Example("python", "from yaml import load, Loader\n\nc = load(t, Loader)\n", (3,)),
        Example("python", "import yaml as y\n\nc = y.unsafe_load(t)\n", (3,)),
        Example("python", "import yaml\n\nc = yaml.safe_load(t)\nd = yaml.load(t, Loader=yaml.SafeLoader)\n"),
        Example("python", "import yaml\n\nc = yaml.load(t, yaml.CSafeLoader)\n"),
        Example("python", "from ruamel.yaml import YAML\n\nyaml = YAML(typ='safe')\nc = yaml.load(t)\n"),
        Example("python", "import json\n\nc = json.load(f)\nd = loader.load(t)\n"),
        Example("python", "# yaml.load(t)\ns = 'yaml.load(t)'\n"),
    ),
)

NO_PICKLE = Entry(
    name="no-pickle",
    title="pickles and their like that are read back",
    languages=PYTHON,
    engines=(Syntax(pickles_read),),
    cwe=(502,),
    baseline="Data from outside is never unpickled.",
    severity="should",
    # A test reads what it wrote itself.
    skip_tests=True,
    cues=("pickle", "pickling", "deseriali", "shelve"),
    phrases=(
        *forbids(
            r"`?(?:c?pickles?|unpickl\w*|pickling|shelve|dill)(?:\.loads?)?(?:\(\))?`?",
            unless=r"\bpickle files?\b",
        ),
        Phrase(r"(?:^|[^\w-]){NEVER}(?![\w-]){GAP}\bdeseriali[sz]\w*{GAP}\buntrusted\b"),
    ),
    reads=(
        ("Never use pickle.", {}),
        ("No `pickle.loads` on data from users", {}),
        ("Never unpickle untrusted data", {}),
        ("Do not deserialize untrusted input.", {}),
        ("Use JSON instead of pickle", {}),
    ),
    ignores=(
        "Models are exported as pickle or ONNX.",
        "Never commit pickle files.",
        "Unmarshal errors are wrapped.",
        "Deserialization happens in `schemas.py`.",
    ),
    words=Words(
        why="A pickle is not data but a list of instructions for building objects; reading one from a file, a queue or "
        "a "
        "request can run any command that its author put into it.",
        question="Who can write to the place where this data comes from, today and in a year?",
        hint="List what the data consists of: where it is only numbers, texts and lists, a format without instructions "
        "will do.",
    ),
    examples=(
        Example("python", "import pickle\n\nx = pickle.loads(b)\n", (3,)),
        Example("python", "from pickle import load as read\n\nx = read(f)\n", (3,)),
        Example("python", "import marshal, dill as d\n\nx = marshal.load(f)\ny = d.loads(b)\n", (4,)),
        Example("python", "import pickle, dill\n\nx = pickle.loads(dill.dumps(a))\n", (3,)),
        Example(
            "python",
            "import pickle\n\nclass A:\n    def __init__(self, data, x):\n        self._x = data\n"
            "        self._x = pickle.dumps(x)\n\n    def get(self):\n        return pickle.loads(self._x)\n",
            (9,),
        ),
        Example("python", "import pickle as p\n\ndef copied(x):\n    return p.loads(p.dumps(x, -1))\n"),
        Example(
            "python",
            "import pickle\n\nclass A:\n    def __init__(self, x):\n        self._x = pickle.dumps(x)\n"
            "        self._cache = {}\n\n    def put(self, k, v):\n        self._cache[k] = pickle.dumps(v)\n\n"
            "    def get(self, k):\n        return pickle.loads(self._cache[k]), pickle.loads(self._x)\n",
        ),
        Example("python", "import shelve\n\nwith shelve.open('a') as s:\n    pass\n", (3,)),
        Example(
            "python",
            "import joblib\nimport numpy as np\nimport pandas as pd\n\na = joblib.load('a')\n"
            "b = np.load('b', allow_pickle=True)\nc = pd.read_pickle('c')\n",
            (5, 6, 7),
        ),
        Example("python", "import numpy as np\nimport joblib\n\na = np.load('a')\njoblib.dump(a, 'b')\n"),
        Example("python", "import pickle\n\nb = pickle.dumps(x)\n"),
        Example("python", "import json\n\nx = json.loads(b)\n"),
        Example("python", "class A:\n    def load(self, f):\n        return self.pickle.load(f)\n"),
        Example("python", "import pickle\nfrom json import loads\n\nx = loads(b)\ny = open('a')\n"),
    ),
)

ENTRIES = (NO_UNSAFE_LOADING, NO_PICKLE)
