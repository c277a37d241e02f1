"""`teach start`: begins a curriculum project in a folder of its own, or lists what there is."""

import argparse
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

from teaching.curriculum import words
from teaching.curriculum.shelf import project_named
from teaching.curriculum.starting import begin, listed, place_of
from teaching.guard import release, visible
from teaching.program import typed_elsewhere


def run(options: argparse.Namespace) -> int:
    """Runs the subcommand."""
    if not options.slug:
        found = listed()
        if options.format == "json":
            document = {"projects": [asdict(one) for one in found]}
            print(json.dumps(document, indent=2, ensure_ascii=False))
        else:
            sys.stdout.write(words.listing(found))
        return 0
    project = project_named(options.slug)
    base = Path.cwd()
    typed = options.directory
    folder = Path(typed).expanduser().absolute() if typed else place_of(project.spec.slug, base)
    # What is printed is typed later, in the new folder and with its virtual environment active.
    with typed_elsewhere():
        made = begin(project, folder, base)
        if options.format == "json":
            print(json.dumps(words.document(made), indent=2, ensure_ascii=False))
        else:
            # Only the roadmap's own words are another's; the folder is to be shown as it is.
            made = replace(made, standing=release(made.standing, made.folder))
            sys.stdout.write(visible(words.begun(made)))
    return 0
