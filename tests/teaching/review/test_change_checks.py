"""Checks over the change, the branch and files that are never opened, on real git repositories."""

from typing import Any

import pytest

from teaching.review.review import Request, review

FILES = {
    "src/a.py": "x = 1\n",
    "src/gen/b.py": "x = 1\n",
    "CHANGELOG.md": "# Changes\n",
    "requirements.txt": "flask==3.0.0\n",
}


def places(repository: Any, scope: str | None = None) -> list[tuple[str, int, str]]:
    result = review(Request(repository.root, max_findings=0, baseline=False, scope=scope))
    return sorted((finding.path, finding.line, finding.check) for finding in result.findings)


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("Never edit files in `src/gen/`.", {"src/gen/b.py": "x = 2\n"}, ("src/gen/b.py", 1, "protected-path")),
        ("Update `CHANGELOG.md` with every change.", {"src/a.py": "x = 2\n"}, ("src/a.py", 1, "coupled-change")),
        (
            "No new dependencies.",
            {"requirements.txt": "flask==3.0.1\nrich\n"},
            ("requirements.txt", 2, "no-new-dependencies"),
        ),
        ("Never commit `.env` files.", {".env": "KEY=abc\n"}, (".env", 1, "no-env-file")),
        ("Never commit files larger than 2 KB.", {"data.bin": "x" * 3000}, ("data.bin", 1, "no-large-files")),
    ],
)  # fmt: skip
def test_a_change_is_reported_beside_new_files_and_once_it_is_staged(
    make_repo: Any, rule: str, change: dict[str, str], expected: tuple[str, int, str]
) -> None:
    repository = make_repo({"CLAUDE.md": f"# P\n\n- {rule}\n", **FILES})
    assert places(repository) == []
    repository.write(change | {"notes.txt": "an untracked file\n"})
    assert places(repository) == [expected]
    repository.git("add", ".")
    assert places(repository, "staged") == [expected]
    assert places(repository, "all") == ([expected] if expected[2] in {"no-env-file", "no-large-files"} else [])


def test_what_goes_with_the_change_keeps_the_rule(make_repo: Any) -> None:
    repository = make_repo({"CLAUDE.md": "# P\n\n- Update `CHANGELOG.md` with every change.\n", **FILES})
    repository.write({"src/a.py": "x = 2\n", "CHANGELOG.md": "# Changes\n\n- two\n"})
    assert places(repository) == []


def test_an_env_file_that_git_ignores_is_nobodys_business(make_repo: Any) -> None:
    repository = make_repo({"CLAUDE.md": "# P\n\n- Never commit `.env` files.\n", ".gitignore": ".env\n"})
    repository.write({".env": "KEY=abc\n"})
    assert places(repository) == places(repository, "all") == []


def test_the_branch_is_held_to_its_rule_whatever_is_under_review(make_repo: Any) -> None:
    repository = make_repo({"CLAUDE.md": "# P\n\n- Branches start with `feature/` or `fix/`.\n", **FILES})
    assert places(repository, "all") == []
    repository.git("checkout", "-q", "-b", "cart")
    assert places(repository, "all") == [("branch:cart", 1, "branch-naming")]
    repository.git("branch", "-m", "feature/cart")
    assert places(repository, "all") == []


def test_a_check_may_be_written_out_with_its_places(make_repo: Any) -> None:
    comment = '<!-- check: protected-path places="src/gen/" -->'
    repository = make_repo({"CLAUDE.md": f"# P\n\n- The client is made by a tool.\n{comment}\n", **FILES})
    repository.write({"src/gen/b.py": "x = 2\n"})
    assert places(repository) == [("src/gen/b.py", 1, "protected-path")]
