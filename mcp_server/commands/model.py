"""`teach model`: which model of this machine answers, and everything that is done about it."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from mcp_server.dispatch import load
from mcp_server.output import model as output
from mcp_server.output.text import say
from teaching.errors import BadInputError, MissingPartError, RefusedError
from teaching.models import choosing, external, installed, pulling
from teaching.models.installed import Running
from teaching.models.local import client, process
from teaching.models.local.lifecycle import require_sockets
from teaching.models.local.place import place
from teaching.models.protocol import ModelError
from teaching.program import teach
from teaching.repository.files import printable

_TAKES = {"use": "FILE or an address", "pull": "URL"}


def run(options: argparse.Namespace) -> int:
    """Runs the subcommand; exit code 3 where a part is missing that the chosen model needs."""
    takes = _TAKES.get(options.action)
    if options.action == "use" and options.url is not None:
        if options.what:
            raise BadInputError(f"name one address: {teach('model', 'use', '--url', options.url)}")
    elif takes and not options.what:
        raise BadInputError(f"say which: {teach('model', options.action)} {takes}")
    elif options.what and not takes:
        raise BadInputError(f"{options.action} takes no name: {teach('model', options.action)}")
    _fit(options)
    actions: Mapping[str, Callable[[argparse.Namespace], int]] = {
        "status": _status,
        "serve": _serve,
        "use": _use,
        "pull": _pull,
        "remove": _remove,
    }
    return actions[options.action](options)


def _fit(options: argparse.Namespace) -> None:
    for given, name, actions in (
        (options.name, "--name", ("use", "pull")),
        (options.sha256, "--sha256", ("pull",)),
        (options.url, "--url", ("use",)),
        (options.key_env, "--key-env", ("use",)),
        (options.port, "--port", ("serve",)),
    ):
        if given is not None and options.action not in actions:
            raise BadInputError(f"{name} belongs to {' and '.join(teach('model', action) for action in actions)}")


def _status(options: argparse.Namespace) -> int:
    found = output.Status(
        promoted=installed.read(),
        engine=installed.running(),
        process=_process(),
        log=place().log,
        socket=place().socket,
        llama=choosing.llama_version(),
        pulled=installed.pulled(),
        found=external.look(),
    )
    if options.format == "json":
        _print(found.as_dict())
    else:
        for line in found.lines():
            say(line)
    return 0


def _process() -> dict[str, Any] | str | None:
    """What the process says; a text where it says nothing and should."""
    try:
        return client.status(place())
    except ModelError as error:
        return str(error)
    except MissingPartError:  # no process can be here
        return None


def _serve(options: argparse.Namespace) -> int:
    if options.format == "json":
        raise BadInputError("serve prints lines while it runs: leave --format away")
    require_sockets()
    if installed.running() is not None:
        raise RefusedError(f"another engine is chosen, which serves by itself: {teach('model', 'status')} shows it")
    if options.port is not None:
        return int(load("mcp_server.http.model_door:serve")(options.port, place()))
    # Unlike the one in the background it stays until somebody ends it.
    return process.serve(place(), process.load_chosen, idle_s=None, is_ready=lambda: None, say=_line)


def _line(line: str) -> None:
    say(line)
    sys.stdout.flush()


def _use(options: argparse.Namespace) -> int:
    what = str(options.what)
    if options.url is not None or what.startswith(("http://", "https://")):
        return _use_engine(options, options.url or what)
    if options.key_env is not None:
        raise BadInputError(f"a file needs no key: {teach('model', 'use', what)}")
    return _take(options, Path(what), [])


def _use_engine(options: argparse.Namespace, url: str) -> int:
    elsewhere = options.url is not None
    base = external.base_of(url, elsewhere=elsewhere)
    found = external.ask(base, options.key_env)
    model = external.model_of(found, options.name or "")
    chosen = Running(url=base.url, model=model, kind=found.kind, elsewhere=elsewhere, key_env=options.key_env)
    installed.choose_running(chosen)
    _stop()
    lines = [
        f"{printable(model)} at {base.url} answers from now on. It is unproven: nothing is known of its answers, so "
        "each is checked, and templates stand in.",
    ]
    if not base.here:
        way = "" if base.secure else " It travels unencrypted, so that whoever is on the way can read it, too."
        lines.append(
            f"What is asked, code and learners' words with it, goes to {printable(base.host)} from now on.{way}"
        )
    document = {"chosen": "engine", "url": base.url, "model": model, "proven": False, "here": base.here}
    _done(options, document, lines)
    return 0


def _take(options: argparse.Namespace, file: Path, before: list[str], more: Mapping[str, Any] | None = None) -> int:
    chosen = choosing.candidate(file, options.name or "")
    _hint(options, f"Trying {printable(chosen.name)} in a process of its own …")
    said = choosing.choose(chosen)
    name = installed.label(chosen)
    words = output.standing(chosen)
    _done(
        options,
        {"chosen": "file", "name": chosen.name, "path": chosen.path, "sha256": chosen.sha256, "proven": chosen.proven,
         "toy": chosen.toy, "said": said, **(more or {})},
        [*before, f"{name} answers from now on. {words}", f"To a greeting it said: {said}"],
    )  # fmt: skip
    return 0


def _pull(options: argparse.Namespace) -> int:
    url = str(options.what)
    shown = partial(output.progress, sys.stderr) if options.format == "text" and sys.stderr else output.no_progress
    fetched = pulling.pull(url, options.sha256, shown)
    lines = [f"Pulled {fetched.path.name}, {pulling.size(fetched.size)}, SHA-256 {fetched.sha256}."]
    if options.sha256 is None:
        lines.append("No digest was given, so only https stands for the file: compare this one with its publisher's.")
    _hint(options, lines[0])
    return _take(
        options, fetched.path, lines if options.format == "json" else lines[1:],
        {"size": fetched.size, "resumed": fetched.resumed},
    )  # fmt: skip


def _remove(options: argparse.Namespace) -> int:
    stopped = _stop()
    lines: list[str] = []
    try:
        chosen = installed.read()
    except RefusedError:  # what cannot be read can be forgotten all the same
        chosen = None
    installed.forget()
    deleted = chosen is not None and pulling.remove_pulled(Path(chosen.path))
    parts = pulling.remove_parts()
    if chosen is not None:
        fate = "and its file, which was pulled, is deleted" if deleted else f"its file stays: {chosen.path}"
        lines.append(f"{printable(chosen.name)} is forgotten; {printable(fate)}.")
    if parts:
        lines.append(f"{parts} files that were pulled in part are deleted.")
    lines.append("No local model answers from now on: words come from templates.")
    _done(options, {"forgot": chosen.name if chosen else None, "deleted": deleted, "parts": parts, "stopped": stopped},
          lines)  # fmt: skip
    return 0


def _stop() -> bool:
    try:
        return client.stop(place())
    except MissingPartError:
        return False
    except ModelError as error:
        raise RefusedError(f"{error}; {teach('model', 'status')} shows its number") from error


def _hint(options: argparse.Namespace, line: str) -> None:
    if options.format == "text":
        say(line)


def _done(options: argparse.Namespace, document: Mapping[str, Any], lines: list[str]) -> None:
    if options.format == "json":
        _print(document)
        return
    for line in lines:
        say(line)


def _print(document: Mapping[str, Any]) -> None:
    print(json.dumps(document, indent=2, ensure_ascii=False))
