"""One ground for all tests of a module: projects are opened once, proofs are kept beside it."""

import pytest

from finetune.generate.ground import Ground
from finetune.generate.proofs import Proofs


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """What sources make candidates of."""
    folder = tmp_path_factory.mktemp("generate")
    return Ground(Proofs(folder / "proofs", 0))
