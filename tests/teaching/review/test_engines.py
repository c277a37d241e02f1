"""The engines behind the checks: what they say, and that nothing of the student's steers them."""

from pathlib import Path

import pytest

from teaching.review.catalogue import ENTRIES
from teaching.review.engines import oxlint, ruff, syntax
from teaching.review.engines.jobs import Job
from teaching.review.recognise import complete
from teaching.review.source import Language, SourceFile


def job(name: str, code: str, path: str = "a.py", language: Language = "python", **params: int) -> Job:
    entry = ENTRIES[name]
    engine = entry.engines[0]
    return Job(entry, engine, complete(entry, params).params, (SourceFile(path, code, language),))


@pytest.mark.parametrize(
    ("message", "fact"),
    [
        ("`print` found", "`print` found."),
        ("`os.path.exists()` should be replaced by `Path.exists()`", "`os.path.exists()` is used here."),
        (
            "Use of possibly insecure function; consider using `ast.literal_eval`",
            "Use of possibly insecure function.",
        ),
    ],
)
def test_a_fact_from_ruff_leaves_the_remedy_to_the_learner(message: str, fact: str) -> None:
    assert ruff.stated(message) == fact


@pytest.mark.parametrize(
    ("code", "message", "fact"),
    [
        (
            "B006",
            "Do not use mutable data structures for argument defaults",
            "A default value here is one object that all calls share.",
        ),
        ("F821", "Undefined name `x`", "The name `x` is used here, and nothing that this line can see defines it."),
        ("UP006", "Use `list` instead of `List` for type annotation", "The annotation here is written with `List`."),
        ("PLR2004", "Magic value used in comparison, consider replacing it", "Magic value used in comparison."),
    ],
)
def test_a_message_that_commands_is_told_in_words_of_our_own_with_the_names_of_the_code(
    code: str, message: str, fact: str
) -> None:
    assert ruff.stated(message, code) == fact


@pytest.mark.parametrize(
    ("rule", "message", "fact"),
    [
        ("no-dupe-keys", "Duplicate key 'a'", "The key `a` stands in this object twice."),
        (
            "no-const-assign",
            "Unexpected re-assignment of `const` variable c.",
            "The constant `c` is assigned a new value here.",
        ),
        ("no-dupe-class-members", 'Duplicate class member: "m"', "The class member `m` is declared twice."),
        ("no-dupe-keys", "Another wording", "Another wording."),
        ("no-such-rule", "What stands here", "What stands here."),
    ],
)
def test_a_fact_from_oxlint_says_what_stands_there(rule: str, message: str, fact: str) -> None:
    assert oxlint.stated(message, rule) == fact


def test_a_name_of_another_python_is_no_undefined_name() -> None:
    code = (
        "import sys\n\na = unicode if sys.version_info[0] < 3 else str\nb = (\n    long\n    if PY2 else int\n)\nlong\n"
    )
    found = ruff.analyse([job("undefined-name", code)]).found
    assert [(one.fact.line, "`long`" in one.fact.text) for one in found] == [(6, False), (8, True)]


def test_an_optional_chain_that_a_test_takes_for_present_is_left_to_the_test() -> None:
    code = "const a = (b?.c).d;\n"
    assert len(oxlint.analyse([job("web-mistakes", code, "src/a.ts", "typescript")]).found) == 1
    assert oxlint.analyse([job("web-mistakes", code, "src/a.test.ts", "typescript")]).found == []


def test_two_limits_for_different_files_are_decided_side_by_side() -> None:
    code = "def f(a):\n    if a:\n        return 1\n    return 2\n"
    jobs = [
        job("max-complexity", code, "strict/a.py", complexity=1),
        job("max-complexity", code, "loose/a.py", complexity=5),
    ]
    assert [(found.job, found.path) for found in ruff.analyse(jobs).found] == [(0, "strict/a.py")]


def test_syntax_newer_than_this_python_is_understood() -> None:
    code = "def f[T](x: T) -> T:\n    try:\n        return x\n    except ValueError, TypeError:\n        print(x)\n"
    batch = [job("no-mutable-default", code), job("no-print", code)]
    outcome = ruff.analyse(batch)
    outcome.add(syntax.analyse(batch))
    assert outcome.partial == {}
    assert [found.fact.line for found in outcome.found] == [5]


def test_broken_code_is_said_to_be_understood_in_part() -> None:
    batch = [job("no-mutable-default", "def f(:\n")]
    assert "line 1" in ruff.analyse(batch).partial["a.py"]
    batch = [job("web-mistakes", "const = 1\n", "a.ts", "typescript")]
    assert "line 1" in oxlint.analyse(batch).partial["a.ts"]


def test_a_missing_analyzer_is_said_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oxlint, "locate", lambda program: None)
    outcome = oxlint.analyse([job("web-mistakes", "debugger\n", "a.ts", "typescript")])
    assert outcome.found == []
    assert "pip install" in outcome.engines["oxlint"]


def test_no_configuration_of_the_students_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ruff.toml").write_text('exclude = ["*"]\n', encoding="utf-8")
    (tmp_path / ".oxlintrc.json").write_text('{"ignorePatterns": ["**"]}', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(ruff.analyse([job("no-mutable-default", "def f(a=[]):\n    pass\n")]).found) == 1
    assert len(oxlint.analyse([job("web-mistakes", "const a = NaN === 1;\n", "a.ts", "typescript")]).found) == 1


@pytest.mark.parametrize(
    "path", ["build/a.py", "dist/a.py", "node_modules/x/a.py", "-x.py", "a b/ü.py", ".hidden/a.py"]
)
def test_a_path_that_tools_would_skip_or_misread_is_analysed(path: str) -> None:
    found = ruff.analyse([job("no-mutable-default", "def f(a=[]):\n    pass\n", path)]).found
    assert [one.path for one in found] == [path]


def test_a_pattern_that_ast_grep_refuses_is_told_and_does_not_end_the_process() -> None:
    source = SourceFile("a.py", "x = 1\n", "python")
    assert syntax.find_all(source, {"rule": {"kind": "no_such_kind"}}) is None
    assert syntax.find_all(source, {"rule": {"kind": "assignment"}}) is not None


MUTABLE = "def f(a=[]):\n    pass\n"
NAN = "const a = NaN === 1;\n"
DEEP = f"const x = {'[' * 20000}{']' * 20000};\n"


def batch_of(name: str, texts: dict[str, str], language: Language) -> list[Job]:
    entry = ENTRIES[name]
    sources = tuple(SourceFile(path, text, language) for path, text in texts.items())
    return [Job(entry, entry.engines[0], complete(entry, {}).params, sources)]


def test_a_suffix_in_capitals_is_analysed_and_kept_apart_from_its_twin() -> None:
    texts = {"A.PY": MUTABLE, "A.py": MUTABLE, "d/b.Py": MUTABLE, "e.PY": MUTABLE, "e.py/c.py": MUTABLE}
    found = ruff.analyse(batch_of("no-mutable-default", texts, "python")).found
    assert sorted(one.path for one in found) == sorted(texts)
    for suffix, language in (("TS", "typescript"), ("TSX", "tsx"), ("JSX", "javascript"), ("mJs", "javascript")):
        outcome = oxlint.analyse([job("web-mistakes", NAN, f"A.{suffix}", language)])  # type: ignore[arg-type]
        assert [one.path for one in outcome.found] == [f"A.{suffix}"]


@pytest.mark.parametrize("path", ["a/[id]/(g)/[...s].ts", "@x.ts", "-d/{a,b}*?.ts", "!c.ts", "node_modules/x/.h/b.ts"])
def test_a_path_that_looks_like_a_pattern_is_one_file(path: str) -> None:
    assert [one.path for one in oxlint.analyse([job("web-mistakes", NAN, path, "typescript")]).found] == [path]


def test_a_file_that_brings_oxlint_down_is_named_and_the_others_are_reviewed() -> None:
    texts = {f"n{number}.ts": NAN for number in range(40)} | {"deep.ts": DEEP}
    outcome = oxlint.analyse(batch_of("web-mistakes", texts, "typescript"))
    assert sorted({one.path for one in outcome.found}) == sorted(set(texts) - {"deep.ts"})
    assert list(outcome.partial) == ["deep.ts"]
    assert "failed on 1 file" in outcome.engines["oxlint"]


def test_a_file_that_brings_ruff_down_is_named_and_the_others_are_reviewed() -> None:
    texts = {"a.py": MUTABLE, "deep.py": f"x = {'[' * 20000}{']' * 20000}\n", "z.py": MUTABLE}
    outcome = ruff.analyse(batch_of("no-mutable-default", texts, "python"))
    assert [one.path for one in outcome.found] == ["a.py", "z.py"]
    assert list(outcome.partial) == ["deep.py"]
    assert "failed on 1 file" in outcome.engines["ruff"]


def test_what_lies_above_the_temporary_folder_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (".gitignore", ".ignore", ".eslintignore"):
        (tmp_path / name).write_text("*\n", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert len(ruff.analyse([job("no-mutable-default", MUTABLE)]).found) == 1
    assert len(oxlint.analyse([job("web-mistakes", NAN, "a.ts", "typescript")]).found) == 1


def test_a_bare_carriage_return_ends_no_line_for_the_analyzers_either() -> None:
    code = "x = 1\r\ny = 2 \r\r\ndef f(a=[]):\r    return a\r"
    (one,) = ruff.analyse([job("no-mutable-default", code)]).found
    assert "a=[]" in SourceFile("a.py", code, "python").line_text(one.fact.line)
    outcome = ruff.analyse([job("no-mutable-default", "x = 1\rdef f(a=[]):\r    return a\r")])
    assert outcome.found == []
    assert "line 1" in outcome.partial["a.py"]
    (one,) = oxlint.analyse([job("web-mistakes", "let b;\r" + NAN, "a.ts", "typescript")]).found
    assert one.fact.line == 1


def test_a_current_folder_that_was_deleted_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert len(ruff.analyse([job("no-mutable-default", MUTABLE)]).found) == 1
    assert len(oxlint.analyse([job("web-mistakes", NAN, "a.ts", "typescript")]).found) == 1
