"""Prints the markdown that comes on standard input, as a terminal shows it best."""

import sys

from rich.console import Console
from rich.markdown import Markdown

if __name__ == "__main__":
    # Colours where the reader's terminal has them: standard output is the demo's own.
    Console().print(Markdown(sys.stdin.read()))
