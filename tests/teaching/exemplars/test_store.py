"""Exemplars are kept where a learner does not come across them, and read back through one door."""

import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from teaching.contracts.exercises import Exemplar
from teaching.errors import RefusedError
from teaching.exemplars import sealed, store
from teaching.repository.private import data_folder

ROOT = Path(__file__).resolve().parents[3]
SECRET = "return sum(price for price in prices)"


def exemplar(symbol: str) -> Exemplar:
    return Exemplar(path="a.py", symbol=symbol, language="python", text=f"def f(prices):\n    {SECRET}\n")


def test_what_is_kept_comes_back_and_is_not_in_the_learners_tree(tmp_path: Path) -> None:
    assert store.of_root(tmp_path) == []
    store.keep(tmp_path, [exemplar("f")])
    store.keep(tmp_path, [exemplar("g"), exemplar("f")])
    assert [one.symbol for one in store.of_root(tmp_path)] == ["f", "g"]
    assert store.of_root(tmp_path)[0] == exemplar("f")
    public = (tmp_path / ".teaching" / store.NAME).read_text(encoding="utf-8")
    assert set(json.loads(public)["exercises"][0]) == {"path", "symbol", "task", "digest", "tests"}
    assert SECRET not in public


def test_the_solutions_are_private_and_not_met_by_searching(tmp_path: Path) -> None:
    store.keep(tmp_path, [exemplar("f")])
    number = json.loads((tmp_path / ".teaching" / store.NAME).read_text(encoding="utf-8"))["id"]
    file = data_folder() / "exemplars" / f"{number}.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert SECRET not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "content",
    ["", "nonsense", "[]", '{"id": "../../../etc/passwd"}', '{"id": 3}', '{"id": "%s"}' % ("0" * 32), "[" * 9000],
)
def test_bad_data_is_no_error(tmp_path: Path, content: str) -> None:
    (tmp_path / ".teaching").mkdir()
    (tmp_path / ".teaching" / store.NAME).write_text(content, encoding="utf-8")
    assert store.of_root(tmp_path) == []


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    root = tmp_path / "root"
    root.mkdir()
    os.symlink(elsewhere, root / ".teaching")
    with pytest.raises(RefusedError, match=r"\.teaching cannot be used \(a link or no folder\)"):
        store.keep(root, [exemplar("f")])
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("line", ["", "no base85 \x7f", sealed.seal({"a": "b"})[:-4]])
def test_a_broken_seal_is_nothing(line: str) -> None:
    assert sealed.unseal(line) is None
    assert sealed.unseal(sealed.seal({"a": ["ä"]})) == {"a": ["ä"]}


def test_the_wheel_has_every_exemplar_sealed_and_none_open(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        packed = archive.read(f"teaching/{sealed.PLACE}").decode("ascii")
    assert not [name for name in names if f"/{sealed.FOLDER}/" in name]
    held = sealed.unseal(packed)
    assert isinstance(held, dict)
    of_scaffolds = {name: text for name, text in held.items() if not name.startswith("data/curriculum/")}
    assert of_scaffolds == sealed.gather(ROOT / "teaching")
