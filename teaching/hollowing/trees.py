"""The trees of texts that have to parse."""

import ast
import warnings

from ast_grep_py import SgNode, SgRoot

from teaching.contracts.exercises import Language
from teaching.errors import BadInputError


def python_tree(text: str, path: str) -> ast.Module:
    """The tree of a Python text, by Python's own parser.

    Raises:
        BadInputError: it does not parse.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise BadInputError(f"{path} does not parse as Python: mend it first") from error


def web_tree(text: str, language: Language, path: str) -> SgNode:
    """The tree of a TypeScript or JavaScript text.

    Raises:
        BadInputError: it does not parse.
    """
    root = SgRoot(text, language).root()
    if root.find(kind="ERROR") is not None:
        raise unparsed(language, path)
    return root


def unparsed(language: Language, path: str) -> BadInputError:
    """What to say of a file that does not parse."""
    return BadInputError(f"{path} does not parse as {language}: mend it first")
