"""The arguments of `teach ask` and `teach explain`."""

import argparse


def ask(parser: argparse.ArgumentParser) -> None:
    """Of `teach ask`."""
    parser.add_argument("question", nargs="+", metavar="QUESTION", help="what you want to know")
    parser.add_argument(
        "--path", metavar="P[:NAME]", help="file or folder that it is about, or a function, class or line of a file"
    )
    _answered(parser)


def explain(parser: argparse.ArgumentParser) -> None:
    """Of `teach explain`."""
    parser.add_argument("place", metavar="PATH[:NAME]", help="a file, or a function, class or line of it")
    _answered(parser)


def _answered(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--explain", action="store_true", help="also say why it was routed so, and every step")
    parser.add_argument("--no-model", action="store_true", help="take the project's own words")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--root", metavar="DIR", help="the project's root (default: found from the path)")
