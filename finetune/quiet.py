"""Keeps what the libraries print by themselves out of a stage's output: their progress bars and their advice."""

import warnings

from transformers.utils import logging

# Each one is a library's talk with itself, that nothing of ours causes or could heed.
_NOT_FOR_US = (
    # peft 0.21 asks transformers 5.23 by the old name.
    ("`is_gradient_checkpointing` is deprecated", FutureWarning),
)


def quiet() -> None:
    """Only errors are left, and the warnings that are about us."""
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    for message, category in _NOT_FOR_US:
        warnings.filterwarnings("ignore", message=message, category=category)
