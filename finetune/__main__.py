"""`python -m finetune`: the table of stages. This version ships none."""

import sys

from teaching.errors import MissingPartError

STAGES: tuple[str, ...] = ()


def main() -> int:
    """Lists the stages; without any, says so and ends as for a missing part."""
    problem = MissingPartError("this version of finetune has no stages yet; the review needs no model")
    print(f"finetune: {problem}", file=sys.stderr)
    return problem.exit_code


if __name__ == "__main__":
    sys.exit(main())
