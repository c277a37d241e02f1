"""Runs a function in a process of its own: a broken GGUF may end the process that loads it, and the gate says so."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from teaching.errors import RefusedError

P = ParamSpec("P")
R = TypeVar("R")


def apart(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The function's result; what it raises is raised here.

    Raises:
        RefusedError: where its process died.
    """
    # Never fork: llama.cpp's threads do not survive it.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(function, *args, **kwargs).result()
        except BrokenProcessPool as error:
            raise RefusedError("llama.cpp's process died over this file: it would die while serving, too") from error
