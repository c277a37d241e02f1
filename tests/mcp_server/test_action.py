"""The GitHub Action: its steps run in order, for real, in a repository with what GitHub gives them and a `gh` of ours.

Not covered: GitHub itself, and the two actions of GitHub's that it uses.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
RUNS = [step for step in STEPS if "run" in step]
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
THEIRS = {"actions/setup-python@v5", "github/codeql-action/upload-sarif@v3"}
CLAUDE_MD = """\
# Project: Shop

## Standards
- Never use `eval`
- Functions should be at most 3 lines long
"""
LONG = "def total(items):\n    result = 0\n    for item in items:\n        result += item\n    return result\n"
UNSAFE = "y = eval(input())\n"

# In place of python: makes the environment that venv and pip would make, with this checkout's teach in it.
PYTHON = """\
#!/bin/sh
printf '%s\\n' "$*" >> {log}
case "$*" in
  "-I -m venv "*) mkdir -p "$4/bin"; cp "$0" "$4/bin/python"
    printf '#!/bin/sh\\nPYTHONPATH={root} exec {python} -P -m mcp_server "$@"\\n' > "$4/bin/teach"
    chmod +x "$4/bin/teach";;
  "-I -m pip install "*) ;;
  *) exit 9;;
esac
"""
# In place of GitHub: comments in a file. It reads the one jq filter that the Action has.
GH = """\
#!{python}
import json, os, pathlib, sys
store, argv = pathlib.Path({store!r}), sys.argv[1:]
state = json.loads(store.read_text())
state["calls"].append(argv)
comments = "repos/shop/web/issues/7/comments"
code = 0
if state["refuses"] or not os.environ.get("GH_TOKEN"):
    sys.stderr.write("gh: Resource not accessible by integration (HTTP 403)\\n")
    code = 1
elif argv[1:] == ["--paginate", comments, "--jq", {filter!r}]:
    for one in state["comments"]:
        if one["login"] == "github-actions[bot]" and one["body"].startswith(os.environ["MARKER"]):
            print(one["id"])
else:
    silent, option, method, place, field, body = argv[1:]
    assert [silent, option, field] == ["--silent", "--method", "--field"], argv
    body = pathlib.Path(body.removeprefix("body=@")).read_text()
    if method == "POST":
        assert place == comments
        state["comments"].append({{"id": len(state["comments"]) + 1, "login": "github-actions[bot]", "body": body}})
    else:
        assert method == "PATCH" and place.startswith("repos/shop/web/issues/comments/")
        state["comments"][int(place.rsplit("/")[-1]) - 1]["body"] = body
store.write_text(json.dumps(state))
sys.exit(code)
"""
FILTER = '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARKER))) | .id'

MakeRepo = Callable[..., Any]


class Job:
    """One job that uses the Action on a pull request, or on a push where `base` is empty."""

    def __init__(self, repo: Any, place: Path, base: str = "main") -> None:
        self.repo, self.place, self.base = repo, place, base
        self.event, self.fork, self.break_off = "pull_request" if base else "push", False, False
        self.store, self.log = place / "github.json", place / "python.log"
        (place / "bin").mkdir(parents=True)
        self.store.write_text(json.dumps({"calls": [], "comments": [], "refuses": False}), encoding="utf-8")
        self._program("python", PYTHON.format(log=self.log, root=ROOT, python=sys.executable))
        self._program("gh", GH.format(python=sys.executable, store=str(self.store), filter=FILTER))

    def _program(self, name: str, text: str) -> None:
        (self.place / "bin" / name).write_text(text, encoding="utf-8")
        (self.place / "bin" / name).chmod(0o755)

    @property
    def github(self) -> dict[str, Any]:
        """What GitHub has now."""
        return json.loads(self.store.read_text(encoding="utf-8"))

    def change(self, **state: object) -> None:
        """Changes what GitHub has."""
        self.store.write_text(json.dumps({**self.github, **state}), encoding="utf-8")

    def run(self, until: str = "", **inputs: str) -> tuple[int, str]:
        """Runs the steps as a runner does, to the named one; the exit code of what fails, and everything printed."""
        known = {name.replace("-", "_"): name for name in ACTION["inputs"]}
        values = {f"inputs.{name}": one["default"] for name, one in ACTION["inputs"].items()}
        values |= {f"inputs.{known[name]}": value for name, value in inputs.items()}
        values |= {
            "github.action_path": str(ROOT),
            "github.base_ref": self.base,
            "github.token": "t0ken",
            "github.event.pull_request.number": "7",
            "steps.python.outputs.python-path": str(self.place / "bin" / "python"),
        }
        printed = ""
        self.uploaded: list[dict[str, str]] = []
        for number, step in enumerate(STEPS):
            if not self._wanted(step, values):
                continue
            if "uses" in step:
                self.uploaded += [filled(step["with"], values)] if "upload-sarif" in step["uses"] else []
                continue
            if self.break_off and step.get("id") == "review":
                (self.place / "teach" / "bin" / "teach").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
            done, outputs = self._step(number, step, values)
            printed += done.stdout
            if done.returncode:
                return done.returncode, printed
            if step["name"] == until:
                break
            values |= {f"steps.{step.get('id')}.outputs.{name}": value for name, value in outputs.items()}
        return 0, printed

    def _wanted(self, step: dict[str, Any], values: Mapping[str, str]) -> bool:
        known = {
            "": True,
            "inputs.sarif-file != '' && github.event.pull_request.head.repo.fork != true": (
                values["inputs.sarif-file"] != "" and not self.fork
            ),
            "inputs.comment == 'true' && github.event_name == 'pull_request'": (
                values["inputs.comment"] == "true" and self.event == "pull_request"
            ),
        }
        return known[step.get("if", "")]

    def _step(
        self, number: int, step: dict[str, Any], values: Mapping[str, str]
    ) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
        script, output = self.place / f"step{number}.sh", self.place / f"output{number}"
        script.write_text(step["run"], encoding="utf-8")
        output.write_text("", encoding="utf-8")
        environment = {
            **os.environ,
            "PATH": f"{self.place / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.place),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.place / "summary.md"),
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_REPOSITORY": "shop/web",
            "GITHUB_SHA": self.repo.git("rev-parse", "HEAD").strip(),
            **filled(step.get("env", {}), values),
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.repo.root, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        lines = output.read_text(encoding="utf-8").splitlines()
        return done, dict(line.split("=", 1) for line in lines)


def filled(texts: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, str]:
    """Values with their expressions worked out; one that a runner would not know fails here."""
    return {name: EXPRESSION.sub(lambda found: values[found[1]], str(text)) for name, text in texts.items()}


@pytest.fixture
def job(make_repo: MakeRepo, tmp_path: Path) -> Job:
    """A pull request that adds one grave finding and one that is less grave, and has GitHub's merge checked out."""
    repo = make_repo({"CLAUDE.md": CLAUDE_MD, "old.py": UNSAFE})
    repo.git("checkout", "--quiet", "-b", "work")
    repo.commit({"shop.py": LONG + UNSAFE})
    repo.git("checkout", "--quiet", "main")
    repo.commit({"other.py": UNSAFE})
    repo.git("update-ref", "refs/remotes/origin/main", "main")
    repo.git("checkout", "--quiet", "--detach")
    repo.git("merge", "--quiet", "--no-ff", "--no-edit", "work")
    return Job(repo, tmp_path / "runner")


def test_it_is_a_composite_action_whose_inputs_and_outputs_are_explained() -> None:
    assert ACTION["runs"]["using"] == "composite"
    page = (ROOT / "docs" / "continuous-review.md").read_text(encoding="utf-8")
    for name, one in ACTION["inputs"].items():
        assert one["description"] and isinstance(one["default"], str), name
        default = f"`{one['default']}` " if one["default"] else ""
        assert f"\n| `{name}` | {default}| " in page
    assert all(one["description"] for one in ACTION["outputs"].values())


def test_no_value_of_github_is_pasted_into_a_script() -> None:
    assert len(RUNS) >= 4
    for step in RUNS:
        assert "${{" not in step["run"], step.get("name")
        assert step["shell"] == "bash"
        assert set(step) <= {"id", "name", "if", "shell", "env", "run"}


def test_only_githubs_own_actions_are_used() -> None:
    assert {step["uses"] for step in STEPS if "uses" in step} == THEIRS


@pytest.mark.parametrize("step", RUNS, ids=lambda step: step["name"])
def test_every_script_is_bash(step: dict[str, Any]) -> None:
    done = subprocess.run(["bash", "-n"], input=step["run"], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_pull_request_is_reviewed_commented_and_failed(job: Job) -> None:
    code, printed = job.run(sarif_file="out/review.sarif")
    assert code == 1
    assert "::error::There are findings" in printed
    (comment,) = job.github["comments"]
    assert "`shop.py:6`" in comment["body"]
    # What was there before, and what the base did meanwhile, is nobody's to answer for here.
    assert "old.py" not in comment["body"] and "other.py" not in comment["body"]
    assert "https://github.example/shop/web/blob/" in comment["body"]
    assert (job.place / "summary.md").read_text(encoding="utf-8") == comment["body"]
    log = json.loads((job.repo.root / "out" / "review.sarif").read_text(encoding="utf-8"))
    assert {result["ruleId"] for result in log["runs"][0]["results"]} == {"no-eval", "max-function-lines"}
    assert job.uploaded == [{"sarif_file": "out/review.sarif", "category": "teach"}]


def test_the_installation_imports_nothing_of_the_reviewed_folder(job: Job) -> None:
    job.run(until="Install the review")
    made, installed = job.log.read_text(encoding="utf-8").splitlines()
    assert made == f"-I -m venv {job.place}/teach"
    assert installed.startswith("-I -m pip install ") and installed.endswith(f" {ROOT}[web]")
    job.run(until="Install the review", web="false")
    assert job.log.read_text(encoding="utf-8").splitlines()[-1].endswith(f" {ROOT}")


def test_one_comment_is_written_anew_until_nothing_is_left(job: Job) -> None:
    strangers = [{"id": 1, "login": "mia", "body": "<!-- teach-review --> mine"}]
    job.change(comments=strangers)
    job.run()
    job.run()
    assert len(job.github["comments"]) == 2
    job.repo.commit({"shop.py": "def total(items):\n    return sum(items)\n"})
    assert job.run()[0] == 0
    untouched, ours = job.github["comments"]
    assert untouched == strangers[0]
    assert "**No findings.**" in ours["body"]


def test_no_findings_no_comment(job: Job) -> None:
    job.repo.commit({"shop.py": "def total(items):\n    return sum(items)\n"})
    assert job.run()[0] == 0
    assert job.github["comments"] == []


@pytest.mark.parametrize(
    ("fail_on", "source", "code"),
    [
        pytest.param("must", LONG, 0, marks=pytest.mark.full),
        ("should", LONG, 1),
        pytest.param("never", UNSAFE, 0, marks=pytest.mark.full),
    ],
)
def test_fail_on_decides_the_verdict_after_everything_was_told(job: Job, fail_on: str, source: str, code: int) -> None:
    job.repo.commit({"shop.py": source})
    assert job.run(fail_on=fail_on)[0] == code
    assert len(job.github["comments"]) == 1


def test_a_fork_gets_the_verdict_and_no_upload_and_the_refusal_is_said(job: Job) -> None:
    job.fork = True
    job.change(refuses=True)
    code, printed = job.run(sarif_file="review.sarif", fail_on="never")
    assert code == 0
    assert "::warning::No comment: the job needs `permissions: pull-requests: write`" in printed
    assert job.uploaded == []
    assert "shop.py:6" in (job.place / "summary.md").read_text(encoding="utf-8")


def test_a_push_is_reviewed_whole_and_comments_nothing(job: Job) -> None:
    job.base, job.event = "", "push"
    assert job.run()[0] == 1
    assert "old.py" in (job.place / "summary.md").read_text(encoding="utf-8")
    assert job.github["calls"] == []


def test_a_shallow_checkout_says_what_to_do(job: Job) -> None:
    job.repo.git("update-ref", "-d", "refs/remotes/origin/main")
    code, printed = job.run()
    assert code == 2
    assert "give actions/checkout `fetch-depth: 0`" in printed


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"path": '$(touch pwned)"; touch pwned; "'}, 2),
        pytest.param({"path": "--root=/"}, 2, marks=pytest.mark.full),
        pytest.param({"scope": '"; touch pwned #'}, 2, marks=pytest.mark.full),
        pytest.param({"fail_on": "any; touch pwned"}, 2, marks=pytest.mark.full),
        (
            {
                "sarif_file": "a $(touch pwned) `touch pwned`.sarif",
                "web": "true; touch pwned",
                "comment": "$(touch pwned)",
            },
            1,
        ),
    ],
)
def test_no_input_is_run_as_a_command(job: Job, inputs: dict[str, str], code: int) -> None:
    assert job.run(**inputs)[0] == code
    assert not (job.repo.root / "pwned").exists()


def test_a_review_that_breaks_off_is_no_finding(job: Job) -> None:
    job.break_off = True
    code, printed = job.run()
    assert code == 3
    assert "::error::There are findings" not in printed
    assert job.github["comments"] == []


def test_a_configuration_as_actions_checkout_leaves_it_is_trusted(job: Job) -> None:
    for key, value in {
        "remote.origin.url": "https://github.com/shop/web",
        "remote.origin.fetch": "+refs/heads/*:refs/remotes/origin/*",
        "gc.auto": "0",
        "http.https://github.com/.extraheader": "AUTHORIZATION: basic c2VjcmV0",
    }.items():
        job.repo.git("config", "--local", key, value)
    code, _ = job.run(sarif_file="review.sarif")
    assert code == 1
    assert "c2VjcmV0" not in (job.repo.root / "review.sarif").read_text(encoding="utf-8")
