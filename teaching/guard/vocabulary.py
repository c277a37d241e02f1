"""What the words of programming languages have in common: one label for one operation, however a language spells it."""

# Node kinds of the grammars -> label. What has no label is transparent: its children stand for it.
_KINDS_OF = {
    "LOOP": "for_statement while_statement do_statement for_in_statement enhanced_for_statement "
    "list_comprehension set_comprehension dictionary_comprehension generator_expression for_expression "
    "while_expression loop_expression foreach_statement repeat_while_statement for while until",
    "BRANCH": "if_statement elif_clause if_clause conditional_expression ternary_expression switch_case "
    "case_clause expression_case switch_block_statement_group switch_rule if_expression if_modifier "
    "unless_modifier if unless elsif guard_statement when_entry when match_arm switch_entry conditional "
    "switch_section switch_expression_arm",
    "RETURN": "return_statement return_expression return",
    "RAISE": "raise_statement throw_statement throw_expression",
    "TRY": "try_statement try_expression begin",
    "CATCH": "except_clause catch_clause catch_block rescue",
    "WITH": "with_statement",
    "YIELD": "yield yield_expression yield_statement",
    "AWAIT": "await await_expression",
    "BREAK": "break_statement break_expression",
    "SKIP": "continue_statement continue_expression next",
    "NOT": "not_operator",
    "C:slice": "slice_expression",
    "NULL": "none null undefined nil null_literal",
    "BOOL": "true false boolean_literal boolean",
}
KINDS = {kind: label for label, kinds in _KINDS_OF.items() for kind in kinds.split()}
JUMPS = {"return": "RETURN", "throw": "RAISE", "break": "BREAK", "continue": "SKIP"}


def _kinds(names: str) -> frozenset[str]:
    return frozenset(names.split())


CALLS = _kinds(
    "call call_expression new_expression method_invocation object_creation_expression invocation_expression "
    "function_call_expression member_call_expression scoped_call_expression macro_invocation"
)
MEMBERS = _kinds(
    "attribute member_expression field_access selector_expression navigation_expression field_expression "
    "member_access_expression scoped_identifier"
)
INDEXES = _kinds(
    "subscript subscript_expression index_expression array_access element_access_expression element_reference "
    "indexing_expression"
)
STRINGS = _kinds(
    "string template_string string_literal interpreted_string_literal raw_string_literal encapsed_string "
    "interpolated_string_expression line_string_literal simple_symbol character_literal char_literal rune_literal"
)
INTERPOLATIONS = _kinds("interpolation template_substitution interpolated_expression interpolated_identifier")
NUMBERS = _kinds(
    "integer float number int_literal float_literal decimal_integer_literal decimal_floating_point_literal "
    "hex_integer_literal integer_literal real_literal number_literal long_literal"
)
NAMES = _kinds("identifier simple_identifier variable_name name constant type_identifier instance_variable")
FIELDS = _kinds(
    "property_identifier shorthand_property_identifier shorthand_property_identifier_pattern field_identifier "
    "private_property_identifier"
)
TYPES = _kinds(
    "type type_annotation type_arguments type_parameters type_parameter generic_type predefined_type integral_type "
    "slice_type type_predicate_annotation decorator import_statement import_from_statement future_import_statement "
    "package_clause import_declaration interface_declaration type_alias_declaration format_specifier parameters "
    "formal_parameters parameter_list lambda_parameters accessibility_modifier function_value_parameters user_type "
    "nullable_type optional_type array_type primitive_type block_parameters closure_parameters method_parameters "
    "implicit_type mutable_specifier floating_point_type boolean_type map_type pointer_type import_header "
    "using_directive use_declaration modifiers annotation attribute_item"
)
FUNCTIONS = _kinds(
    "function_definition function_declaration method_definition method_declaration arrow_function function_expression "
    "generator_function_declaration func_literal lambda lambda_expression constructor_declaration generator_function "
    "function_item method singleton_method"
)

# The operator as it is written -> the labels that stand for it, outermost first.
OPERATORS: dict[str, tuple[str, ...]] = {
    **{sign: (f"OP{sign}",) for sign in ("+", "-", "*", "/", "%", "**", "&", "|", "^", "<<", ">>", "~", "@")},
    "//": ("C:floor", "OP/"),
    ">>>": ("OP>>",),
    "++": ("OP+", "N:1"),
    "--": ("OP-", "N:1"),
    # Inverting a branch turns these round, so that their direction is nothing to compare.
    **dict.fromkeys(("<", "<=", ">", ">="), ("CMP",)),
    **dict.fromkeys(("==", "===", "is", "!=", "!==", "is not", "<>"), ("EQ",)),
    **dict.fromkeys(("in", "instanceof"), ("IN",)),
    "not in": ("NOT", "IN"),
    **dict.fromkeys(("and", "&&", "or", "||", "??"), ("LOGIC",)),
    **dict.fromkeys(("!", "not"), ("NOT",)),
    "typeof": ("C:istype",),
    "delete": ("C:remove",),
}

# One label -> the calls that mean it; several words are labels one inside the other, none is nothing of a solution.
_SAME = {
    "C:append": "append push add addlast offer appendleft unshift addfirst extend concat pushback",
    "C:len": "len length size count",
    "C:lower": "lower tolowercase casefold tolower",
    "C:upper": "upper touppercase toupper",
    "C:strip": "strip trim trimspace",
    "C:lstrip": "lstrip trimstart trimleft",
    "C:rstrip": "rstrip trimend trimright",
    "C:startswith": "startswith hasprefix",
    "C:endswith": "endswith hassuffix",
    "C:find": "find indexof index",
    "C:rfind": "rfind lastindexof rindex",
    "IN": "includes contains has containskey hasownproperty hasown containsvalue",
    "C:items": "items entries entryset",
    "C:keys": "keys keyset",
    "C:floor": "floor trunc floordiv",
    "C:floor OP/": "intdiv",
    "C:floor OP/ OP%": "divmod",
    "C:slice C:sort": "nlargest nsmallest",
    "C:slice": "slice substring substr sublist take takelast drop",
    "OP**": "pow",
    "OP+": "sum fsum plus",
    "OP-": "minus",
    "OP*": "multiply prod",
    "C:num": "num parseint parsefloat number int float atoi valueof integer double parsedouble intvalue decimal "
    "bigdecimal",
    "C:str": "str string tostring itoa tos",
    "C:loads": "loads unmarshal jsonparse",
    "C:dumps": "dumps stringify marshal",
    "C:sort": "sortby sortedby orderby sortedwith sort sorted tosorted sortslice",
    "C:reverse": "reverse reversed toreversed",
    "C:sub": "sub replace replaceall",
    "C:match": "match search exec fullmatch matchall findall finditer matches",
    "C:istype": "isinstance isarray isinteger isfinite isnan",
    "C:get": "get getordefault setdefault computeifabsent putifabsent getorinsert orinsert "
    "orinsertwith orelse getorelse unwrapor",
    "C:remove": "remove pop shift popleft poll splice delete discard removefirst removelast popitem "
    "differenceupdate removeall",
    "C:any": "any some anymatch",
    "C:all": "all every allmatch",
    "LOOP": "map foreach flatmap reduce each select fold inject",
    "LOOP BRANCH": "filter where removeif",
    "C:chr": "chr fromcharcode fromcodepoint",
    "C:ord": "ord charcodeat codepointat",
    "C:set": "set put hashset merge",
    "C:clock": "time now utcnow gettime monotonic perfcounter currenttimemillis nanotime systemtime",
    "INDEX": "at next first last firstordefault elementat",
    "C:sleep": "sleep settimeout calllater schedule postdelayed delay",
    "C:min": "min minof coerceatmost",
    "C:max": "max maxof coerceatleast",
    "C:round": "round roundtolong roundtoint roundtodouble",
    "C:cancel": "cancel cleartimeout clearinterval",
    "C:gather": "gather allof awaitall whenall joinall waitall allsettled",
    "C:intersection": "intersection intersect retainall intersectionupdate",
    "NOT": "isempty isnullorempty",
    "C:urlsplit": "urlsplit urlparse url parseurl",
    "C:isclose": "comparedigest timingsafeequal isequal",
    "FORMAT": "format sprintf sprint",
    "": "range enumerate list array from iter tuple console print println of log object math collect tolist "
    "toarray toset tomap asiterable hashmap linkedhashmap treemap arraylist arraydeque defaultdict counter "
    "deque freeze errorf stream asyncio dict seconds make copy copyof iter intoiter cloned clone unwrap ok "
    "todouble tolong toint tofloat getrunningloop warn info debug promise resolve",
}
CALL_LABELS = {name: tuple(labels.split()) for labels, names in _SAME.items() for name in names.split()}


def plain(name: str) -> str:
    """A name without what styles differ in: `to_lower_case` and `toLowerCase` are one."""
    return name.replace("_", "").replace("-", "").replace("$", "").replace("#", "").lower()


def call_labels(name: str) -> tuple[str, ...]:
    """The labels of a call of this name, outermost first; none where it says nothing."""
    bare = plain(name)
    if bare in CALL_LABELS:
        return CALL_LABELS[bare]
    if bare.endswith(("error", "exception")) or bare == "err":
        return ("C:error",)
    return (f"C:{bare}",) if bare else ()
