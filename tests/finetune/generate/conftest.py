"""One ground for all tests of a module: projects are opened once, proofs are kept beside it."""

from collections.abc import Iterator

import pytest

from finetune.generate.ground import Ground, ground


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """What sources make candidates of."""
    folder = tmp_path_factory.mktemp("generate")
    with ground(folder / "ground", folder / "proofs") as found:
        yield found
