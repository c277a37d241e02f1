"""How much an operation says about a function, by how few functions of other code have it.

The numbers are -log of the share of some two thousand functions, of Python's library and of npm packages, that have the
operation; 1 for what no more than one in sixty has.
"""

from functools import lru_cache

_COMMON = {
    **dict.fromkeys(("BRANCH", "RETURN"), 0.09),
    **dict.fromkeys(("EQ", "BOOL", "C:error"), 0.2),
    **dict.fromkeys(("LOOP", "LOGIC", "NULL", "NOT", "N:0", "FN"), 0.3),
    **dict.fromkeys(("INDEX", "RAISE", "TRY", "FORMAT", "C:str", "AWAIT", "C:num"), 0.35),
    **dict.fromkeys(("OP+", "N:1", "C:len", "IN", "CATCH", "WITH"), 0.4),
    **dict.fromkeys(("CMP", "C:append", "C:istype", "C:set", "C:slice", "F:name"), 0.5),
    **dict.fromkeys(("C:join", "F:path", "N:2", "OP%", "OP-", "C:get", "YIELD", "BREAK", "SKIP"), 0.63),
    **dict.fromkeys(("C:split", "OP/", "N:-1", "OP*", "C:match", "C:remove", "C:sub", "F:value"), 0.76),
    **dict.fromkeys(("F:type", "F:text", "F:line", "F:file", "F:error", "F:id", "C:items"), 0.9),
}
# What one programmer does by this, another does by that.
_ALIKE = {
    "C:min": "CMP C:sort C:max",
    "C:max": "CMP C:sort C:min",
    "C:any": "LOOP BRANCH BOOL",
    "C:all": "LOOP BRANCH BOOL",
    "C:get": "IN INDEX C:set LOGIC",
    "C:set": "C:append OP+ INDEX C:get",
    "C:slice": "INDEX BREAK SKIP LOOP",
    "OP**": "OP* OP<<",
    "C:reverse": "C:slice N:-1 OP-",
    "C:items": "C:keys INDEX C:values C:get",
    "C:values": "C:items C:keys INDEX",
    "C:keys": "C:items LOOP",
    "C:sort": "C:min C:max CMP",
    "NULL": "NOT IN C:len",
    "EQ": "NOT C:len IN CMP NULL",
    "NOT": "EQ NULL BRANCH",
    "CMP": "C:min C:max C:len NOT EQ",
    "IN": "C:get EQ C:any C:find C:set",
    "C:floor": "OP/ C:num",
    "YIELD": "C:append RETURN",
    "FORMAT": "OP+ C:join S:",
    "C:join": "FORMAT OP+",
    "C:append": "YIELD OP+ C:set INDEX C:join",
    "OP+": "C:append C:join FORMAT C:len",
    "SKIP": "BRANCH",
    "BREAK": "RETURN C:slice",
    "LOOP": "C:any C:all C:find C:sort",
    "BRANCH": "LOGIC C:min C:max",
    "LOGIC": "BRANCH C:all C:any",
    "C:find": "LOOP BRANCH INDEX",
    "INDEX": "C:get C:items C:find C:slice",
    "C:remove": "C:sub C:slice BRANCH OP-",
    "C:intersection": "IN C:all OP&",
    "C:gather": "LOOP AWAIT",
    "C:istype": "EQ CATCH",
    "TRY": "CATCH",
    "RAISE": "C:error",
    "BOOL": "RETURN EQ",
    "N:1": "C:len CMP",
    "N:0": "NOT CMP",
    "N:-1": "INDEX C:len OP-",
    "WITH": "C:lock TRY",
    "OP*": "OP** C:len",
    "OP/": "OP* C:floor",
    "OP%": "OP/ OP* OP-",
    "C:startswith": "C:find C:slice C:match",
    "C:match": "C:split C:find",
    "C:split": "C:match C:find",
}
ALIKE = {label: tuple(others.split()) for label, others in _ALIKE.items()}
# Coarse classes, for what stands in what where it was written another way.
_CLASSES = {
    "compare": "CMP C:min C:max C:sort",
    "same": "EQ NOT NULL IN",
    "look": "C:get INDEX C:find C:items C:values C:keys",
    "part": "C:slice C:split C:match",
    "gather": "C:append C:set YIELD C:add",
    "branch": "BRANCH LOGIC",
    "loop": "LOOP C:any C:all",
    "text": "FORMAT C:join C:str",
    "power": "OP** OP<<",
}
COARSE = {label: name for name, labels in _CLASSES.items() for label in labels.split()}


@lru_cache(maxsize=4096)
def weight_of(label: str) -> float:
    """How much a label says about a function."""
    if label in _COMMON:
        return _COMMON[label]
    if label == "V":
        return 0.02
    return 0.2 if label.startswith("S:") else 1.0


def coarse(label: str) -> str:
    """The class of a label; itself where it has none."""
    return COARSE.get(label, label)


def link_weight(above: str, below: str) -> float:
    """How much it says that one operation is applied to another."""
    return (weight_of(above) * weight_of(below)) ** 0.5
