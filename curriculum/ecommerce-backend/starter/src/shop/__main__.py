"""`python -m shop` is the same as `shop`."""

import sys

from shop.cli import main

sys.exit(main())
