"""The parity gate passes what is right, and fails what was broken on purpose, for the reason that it was broken for."""

import json
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from gguf import GGUFReader
from peft import PeftModel
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, BitsAndBytesConfig

from finetune import merge, promote
from finetune.check import gate
from finetune.check import stage as checking
from finetune.check.certified import CERTIFICATE, FOR_PEOPLE
from finetune.config import Check as Limits
from finetune.config import Config, Promote
from finetune.examples import lines, read
from finetune.export import stage as exporting
from finetune.export import writer
from finetune.quiet import quiet
from finetune.train import stage as training
from teaching.contracts.weights import Certificate
from teaching.errors import RefusedError
from teaching.models import installed
from teaching.prompts import chat
from tests.finetune.tiny import examples, prepared, work

pytestmark = [pytest.mark.torch, pytest.mark.local]
ORIGIN = writer.Origin(name="tiny", run="0123456789ab", base="toy", toy=True, more={})
# A model as small as this one suffers more from few bits than its gate should allow a real one.
LIMITS = Limits(strings=200, quantised_kl={"Q8_0": 0.05}, quantised_top1={"Q8_0": 0.8}, held=0.8)


@pytest.fixture(scope="module", name="made")
def whole_chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every stage up to `export`, of a model that knows eight answers by heart."""
    folder = tmp_path_factory.mktemp("made")
    config = configured(prepared(folder, epochs=60, lr=5e-3))
    (folder / "combine" / "held.jsonl").write_text(lines(examples(8)), encoding="utf-8")
    training.run(work(folder, "train", config, "base", "combine"))
    merge.run(work(folder, "merge", config, "base", "train"))
    exporting.run(work(folder, "export", config, "base", "train", "merge"))
    return folder


def configured(config: Config) -> Config:
    export = config.export.model_copy(update={"serve": "Q8_0", "quantisations": ("Q8_0",)})
    return config.model_copy(update={"check": LIMITS, "export": export, "promote": Promote(allow_toy=True)})


@pytest.fixture(name="own")
def own_copy(made: Path, tmp_path: Path) -> Path:
    """The chain, to be broken."""
    return shutil.copytree(made, tmp_path / "own")


def check(folder: Path, say: Callable[[str], None] = lambda _: None) -> Certificate:
    config = configured(prepared_config())
    checking.run(work(folder, "check", config, "combine", "base", "train", "merge", "export", say=say))
    return Certificate.model_validate_json((folder / "check" / CERTIFICATE).read_text(encoding="utf-8"))


def prepared_config() -> Config:
    return Config.model_validate({"name": "tiny", "base": {"toy": True}})


def failed(folder: Path) -> dict[str, str]:
    """The checks that fail, with their words; the certificate is written all the same, for reading."""
    with pytest.raises(RefusedError, match="nothing is promoted"):
        check(folder)
    certificate = Certificate.model_validate_json((folder / "check.kept" / CERTIFICATE).read_text(encoding="utf-8"))
    assert not certificate.passed
    assert "**failed**" in (folder / "check.kept" / FOR_PEOPLE).read_text(encoding="utf-8")
    return {check.name: check.words for check in certificate.checks if not check.passed}


def exported_again(folder: Path) -> None:
    """Export of what was broken before it."""
    shutil.rmtree(folder / "export")
    exporting.run(work(folder, "export", configured(prepared_config()), "base", "train", "merge"))


def test_a_right_model_passes_every_check_and_is_promoted(own: Path) -> None:
    certificate = check(own)
    assert certificate.passed and certificate.toy
    values = {check.name: check for check in certificate.checks}
    assert values["divergence F16"].value is not None and values["divergence F16"].value < 1e-4
    assert values["top-1 F16"].value is not None and values["top-1 F16"].value > 0.995
    assert values["tokens F16"].value == 200
    assert {"merge", "template", "endings", "tensors", "rope", "one BOS", "rendering", "answers Q8_0"} <= set(values)
    promote.run(work(own, "promote", configured(prepared_config()), "export", "check"))
    current = installed.read()
    assert current is not None and current.proven and current.toy and current.certificate == certificate
    assert Path(current.path).stat().st_mode & 0o777 == 0o600


def test_a_toy_is_promoted_on_request_only(own: Path) -> None:
    check(own)
    config = configured(prepared_config()).model_copy(update={"promote": Promote()})
    with pytest.raises(RefusedError, match="--allow-toy"):
        promote.run(work(own, "promote", config, "export", "check"))


def test_a_file_that_changed_behind_the_gate_is_not_promoted(own: Path) -> None:
    check(own)
    file = own / "export" / "gguf" / "tiny-Q8_0.gguf"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    with pytest.raises(RefusedError, match="not that of tiny-Q8_0.gguf"):
        promote.run(work(own, "promote", configured(prepared_config()), "export", "check"))


def wrong_template(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(chat, "TEMPLATE", chat.TEMPLATE.replace("\\n\\n", "\\n"))
        exported_again(folder)


def double_bos(folder: Path, _: pytest.MonkeyPatch) -> None:
    template = folder / "merge" / "chat_template.jinja"
    template.write_text(template.read_text(encoding="utf-8").replace("bos_token }}", "bos_token + bos_token }}"))


def pad_is_end(folder: Path, _: pytest.MonkeyPatch) -> None:
    settings = folder / "merge" / "tokenizer_config.json"
    told = json.loads(settings.read_text(encoding="utf-8"))
    settings.write_text(json.dumps({**told, "pad_token": told["eos_token"]}), encoding="utf-8")
    exported_again(folder)


def rewritten(folder: Path, change: Callable[[dict[str, np.ndarray]], None]) -> None:
    """Changes tensors of the F16 file in place, as a converter with a fault would have written them."""
    reader = GGUFReader(folder / "export" / "gguf" / "tiny-F16.gguf", "r+")
    change({tensor.name: tensor.data for tensor in reader.tensors})
    del reader


def swapped_tensors(folder: Path, _: pytest.MonkeyPatch) -> None:
    def swap(tensors: dict[str, np.ndarray]) -> None:
        gate_up = [tensors[f"blk.1.ffn_{name}.weight"] for name in ("gate", "up")]
        gate_up[0][:], gate_up[1][:] = gate_up[1].copy(), gate_up[0].copy()

    rewritten(folder, swap)


def wrong_rope(folder: Path, _: pytest.MonkeyPatch) -> None:
    def unscaled(tensors: dict[str, np.ndarray]) -> None:
        tensors["rope_freqs.weight"][:] = 1.0

    rewritten(folder, unscaled)


def no_numbers(folder: Path, _: pytest.MonkeyPatch) -> None:
    def spoil(tensors: dict[str, np.ndarray]) -> None:
        tensors["blk.0.ffn_down.weight"][0, 0] = np.nan

    rewritten(folder, spoil)


def merged_into_four_bits(folder: Path, _: pytest.MonkeyPatch) -> None:
    quiet()
    warnings.filterwarnings("ignore", message="Merge lora module to 4-bit")  # it is what is meant here
    settings = BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.float32)
    model = AutoModelForCausalLM.from_pretrained(
        folder / "base", dtype=torch.float32, quantization_config=settings, device_map={"": "cpu"}
    )
    merged = PeftModel.from_pretrained(model, folder / "train" / "adapter").merge_and_unload()
    rounded = {name: tensor.contiguous() for name, tensor in merged.dequantize().state_dict().items()}
    weights = folder / "merge" / "model.safetensors"
    names = load_file(weights)
    save_file({name: rounded[name].to(names[name].dtype) for name in names}, weights, metadata={"format": "pt"})
    exported_again(folder)


BROKEN: dict[str, tuple[Callable[[Path, pytest.MonkeyPatch], None], str, str]] = {
    "wrong template": (wrong_template, "template", "the GGUF's is not"),
    "double BOS": (double_bos, "one BOS", "0 of 8 prompts"),
    "padding ends turns": (pad_is_end, "endings", "padding is <|eot_id|>, which ends turns"),
    "swapped tensors": (swapped_tensors, "tensors", "blk.1.ffn_gate.weight is not the merged"),
    "wrong positions": (wrong_rope, "rope", "rope_freqs.weight are not those"),
    "no numbers": (no_numbers, "tensors", "blk.0.ffn_down.weight is not the merged"),
    "merged into four bits": (merged_into_four_bits, "merge", "merge into the unquantised base"),
}
ALSO = {
    "wrong template": {"prompts F16"},
    "double BOS": {"template", "rendering"},
    "swapped tensors": {"divergence F16"},
    "wrong positions": {"divergence F16"},
    "no numbers": {"divergence F16"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_model_broken_on_purpose_fails_for_that_reason(name: str, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_it, reason, words = BROKEN[name]
    break_it(own, monkeypatch)
    found = failed(own)
    assert words in found.pop(reason)
    assert ALSO.get(name, set()) <= set(found), found
    if name == "merged into four bits":
        assert not {"tensors", "rope", "template", "divergence F16"} & set(found), "the file itself is faithful"


def test_a_file_that_llama_cpp_does_not_load_is_said_in_its_words(own: Path) -> None:
    file = own / "export" / "gguf" / "tiny-Q8_0.gguf"
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    assert "not within the file bounds" in failed(own)["loads Q8_0"]


@pytest.fixture(autouse=True)
def models_of_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    yield


def test_a_model_that_never_stops_is_not_promoted(own: Path) -> None:
    def endless(tensors: dict[str, np.ndarray]) -> None:
        tensors["output.weight"][1017] = -tensors["output.weight"][1017]  # <|eot_id|>

    rewritten(own, endless)
    found = failed(own)
    assert "0 of 8" in found["stops F16"]


def test_the_gate_holds_a_served_quantisation_to_its_limits(made: Path, tmp_path: Path) -> None:
    model = gate.Model(
        made / "base",
        made / "train" / "adapter",
        made / "merge",
        {kind: made / "export" / "gguf" / f"tiny-{kind}.gguf" for kind in ("F16", "Q8_0")},
        read(made / "combine" / "held.jsonl"),
        tmp_path,
    )
    strict = LIMITS.model_copy(update={"quantised_kl": {"Q8_0": 1e-9}})
    found = gate.checks(model, strict, 0)["Q8_0"]
    assert [check.name for check in found if not check.passed] == ["divergence Q8_0"]
