"""Lets `python -m news_aggregator` do what `news` does."""

import sys

from news_aggregator.cli import main

if __name__ == "__main__":
    sys.exit(main())
