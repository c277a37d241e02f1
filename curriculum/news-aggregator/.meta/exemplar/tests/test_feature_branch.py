"""Task feature-branch: a branch of its own, in small commits that say what they are."""

import re
import shutil
import subprocess

import pytest

from teach_program import ROOT, teach, wanted

TYPES = "feat|fix|docs|style|refactor|perf|test|build|ci|chore|revert"
TO_DO = "write docs/usage.md on a branch of its own: how to serve, fetch and read"


def git(*words: str) -> str:
    """What git prints; "" where it refuses."""
    program = shutil.which("git")
    if program is None:
        pytest.fail("git is not installed: install it, this task is about it", pytrace=False)
    done = subprocess.run(
        [program, "-c", "safe.directory=*", *words], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    return done.stdout.strip() if done.returncode == 0 else ""


def base() -> str:
    """The branch that this one comes from."""
    wanted("docs/usage.md", TO_DO)
    if git("rev-parse", "--show-prefix") or not git("rev-parse", "HEAD"):
        pytest.fail(
            "this folder is no git repository with a commit: `git init -b main`, then commit", pytrace=False
        )
    found = next((name for name in ("main", "master") if git("rev-parse", "--verify", "--quiet", name)), "")
    if not found:
        pytest.fail("there is no branch main to compare with", pytrace=False)
    return found


def test_the_branch_is_named_by_what_it_is_for() -> None:
    start, branch = base(), git("branch", "--show-current")
    assert branch != start, f"you are on {start}: `git switch -c docs/usage`"
    assert re.fullmatch(rf"(?:{TYPES})/[a-z0-9][a-z0-9-]*", branch), (
        f"{branch!r} is not of the form type/what-for"
    )


def test_the_branch_has_at_least_two_commits_of_its_own() -> None:
    commits = git("rev-list", "--no-merges", f"{base()}..HEAD").split()
    assert len(commits) >= 2, "one commit for each thing: there are at least two"


def test_every_commit_says_what_it_is() -> None:
    scope = f"{base()}..HEAD"
    assert git("rev-list", scope), "the branch has no commit of its own yet"
    review = teach("review", "--scope", scope, "--max-findings", "0")
    found = [one["fact"] for one in review["findings"] if one["check"] == "conventional-commits"]
    assert found == []


def test_the_page_is_in_the_commits_and_names_every_command() -> None:
    changed = git("diff", "--name-only", f"{base()}...HEAD").splitlines()
    assert "docs/usage.md" in changed, "docs/usage.md is not committed on this branch"
    text = wanted("docs/usage.md", TO_DO).read_text(encoding="utf-8")
    missing = [name for name in ("news serve-feeds", "news fetch", "news digest") if name not in text]
    assert missing == []
