"""`teach start`: begins a curriculum project in a folder of its own, or lists what there is."""

import argparse
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

from teaching.curriculum import words
from teaching.curriculum.shelf import project_named
from teaching.curriculum.starting import begin, listed
from teaching.guard import release, visible


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
    folder = Path(options.directory or project.spec.slug).expanduser().absolute()
    made = begin(project, folder, Path.cwd())
    if options.format == "json":
        print(json.dumps(words.document(made), indent=2, ensure_ascii=False))
    else:
        # Only the roadmap's own words are another's; the folder is to be shown as it is.
        made = replace(made, standing=release(made.standing, made.folder))
        sys.stdout.write(visible(words.begun(made)))
    return 0
