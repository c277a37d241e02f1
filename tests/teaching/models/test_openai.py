"""An engine in OpenAI's form, well and ill: what comes of it is an answer or one of five failures, and in time."""

import json
import threading
from pathlib import Path

import pytest

from teaching.costs.prices import Price
from teaching.errors import BadInputError, MissingPartError, RefusedError
from teaching.models import external
from teaching.models.openai import EngineModel
from teaching.models.protocol import Failure, Message, ModelError, Usage
from tests.fakes import loopback, openai_server
from tests.fakes.loopback import Behaviour, Fake
from tests.teaching.models import certificates
from tests.teaching.models.conftest import said, until

KEY = "k-0123456789abcdef"
FORM = {
    "type": "object", "properties": {"kind": {"enum": ["a", "b"]}, "n": {"type": "integer", "maximum": 9}},
    "required": ["kind"], "additionalProperties": False,
}  # fmt: skip


def model(fake: Fake, timeout_s: float = 30, **more: object) -> EngineModel:
    return EngineModel(external.base_of(fake.url), openai_server.MODEL, timeout_s, **more)  # pyright: ignore[reportArgumentType]


def test_an_answer_comes_with_its_tokens_in_parts_and_its_time() -> None:
    with openai_server.serving(openai_server.says("yes", read=100, written=7, cached=60)) as fake:
        done = model(fake).complete(said("well?"))
    assert (done.text, done.usage, done.tokens) == ("yes", Usage(read=40, written=7, cache_read=60), 107)
    assert 0 < done.seconds < 30
    assert (done.cost, done.priced) == (0.0, True)


def test_what_a_model_costs_is_said_where_it_has_a_price() -> None:
    with openai_server.serving(openai_server.says(read=1_000_000, written=0)) as fake:
        done = model(fake, prices={openai_server.MODEL: Price(2, 10, 1, 2)}).complete(said("well?"))
    assert (done.cost, done.priced) == (2.0, True)


@pytest.mark.parametrize(
    ("behaviour", "failure", "why"),
    [
        (openai_server.limited(7), "limited", r"refused .429.: rate limit reached; it asks to wait 7 s"),
        (openai_server.fails(503, "loading model"), "limited", "loading model"),
        (openai_server.fails(500), "broken", r"refused .500.: out of memory"),
        (openai_server.fails(400, "too many tokens"), "refused", "too many tokens"),
        (openai_server.fails(402, "pay first"), "limited", "pay first"),
        (openai_server.fails(404, "no such model"), "absent", "no such model.*model use .* shows which models"),
        (openai_server.fails(401, "who are you"), "refused", "It wants a key: .*--key-env KEY names one"),
        (openai_server.fails(504), "slow", "504"),
        (openai_server.complains(), "refused", "the prompt is too long"),
        (openai_server.complains(429), "limited", "the prompt is too long"),
        (openai_server.refuses(), "refused", "will not answer this: I cannot help"),
        (loopback.sends(b"<!DOCTYPE html><html>login</html>"), "broken", "is no JSON but a web page"),
        (loopback.sends(b"<html>gone</html>", 502), "broken", "it sent a web page"),
        (openai_server.streams_unasked, "broken", "is no JSON"),
        (loopback.sends(b'{"choices": [{"mess'), "broken", "is no JSON"),
        (loopback.sends(b"[" * 100_000), "broken", "is no JSON"),
        (loopback.sends(b"[]"), "broken", "is not understood"),
        (loopback.sends(b"\xff\xfe\x00"), "broken", "is no JSON"),
        (loopback.sends(b"{}", content_encoding="br"), "broken", "packs its answers as br"),
        (loopback.sends(b"{}", content_encoding="gzip"), "broken", "damaged"),
        (loopback.packed_bomb, "broken", "does not come to an end"),
        (loopback.never_ends, "broken", "does not come to an end"),
        (loopback.closes, "absent", "does not answer"),
        (loopback.closes_in_the_middle, "broken", "is no JSON"),
        (loopback.talks_nonsense, "absent", "does not answer"),
        (loopback.redirects("http://127.0.0.1:1/v1"), "refused", "sends elsewhere .307."),
    ],
)  # fmt: skip
def test_what_an_engine_does_wrong_is_one_of_five_failures(behaviour: Behaviour, failure: Failure, why: str) -> None:
    with openai_server.serving(behaviour) as fake, pytest.raises(ModelError, match=why) as caught:
        model(fake).complete(said("hello"))
    assert caught.value.failure == failure
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("behaviour", [loopback.hangs, loopback.trickles, loopback.trickles_its_head])
def test_an_engine_that_hangs_or_trickles_is_left_in_time_and_learns_it(behaviour: Behaviour) -> None:
    with openai_server.serving(behaviour) as fake:
        # Long enough for the question to arrive on a busy machine; the engine would go on for minutes.
        with pytest.raises(ModelError, match=r"did not answer within 2 seconds: ask for less") as caught:
            model(fake, timeout_s=2).complete(said("hello"))
        assert caught.value.failure == "slow"
        until(fake.seen[0].gone.is_set, "the engine learns that nobody waits")


def test_whoever_cancels_waits_no_longer_and_the_engine_learns_it() -> None:
    with openai_server.serving(loopback.hangs) as fake:
        taken_back = threading.Event()

        def cancelled() -> bool:
            if fake.seen:
                taken_back.set()
            return taken_back.is_set()

        with pytest.raises(ModelError, match="taken back"):
            model(fake).within(30, cancelled).complete(said("hello"))
        until(fake.seen[0].gone.is_set, "the connection is closed")


def test_a_limit_says_when_it_is_worth_asking_again_in_seconds_or_as_a_date() -> None:
    with openai_server.serving() as fake:
        fake.then(
            openai_server.limited(12), openai_server.fails(429, "no", retry_after="Mon, 01 Jan 2035 00:00:00 GMT")
        )
        fake.then(openai_server.fails(429, "no", retry_after="soon"))
        waits: list[float | None] = []
        for _ in range(3):
            with pytest.raises(ModelError) as caught:
                model(fake).complete(said("hello"))
            waits.append(caught.value.retry_after_s)
    assert waits == [12.0, 86400.0, None]


def test_an_answer_that_is_packed_unasked_is_unpacked() -> None:
    found = {"choices": [{"message": {"content": "packed"}}], "usage": {"total_tokens": 4}}
    with openai_server.serving(loopback.packed(found)) as fake:
        assert model(fake).complete(said("hello")).text == "packed"
        assert fake.seen[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Sure! {", "did not answer in JSON"),
        ('{"n": 1}', "the answer has no kind"),
        ('{"kind": "c"}', "the answer.kind is not one of"),
        ('{"kind": "a", "n": "1"}', "the answer.n is no integer"),
        ('{"kind": "a", "n": 10}', "breaks maximum 9"),
        ('{"kind": "a", "more": 1}', "a field that it may not have, more"),
        ("[]", "the answer is no object"),
    ],
)
def test_an_answer_is_held_to_the_form_whatever_the_engine_promises(text: str, why: str) -> None:
    with openai_server.serving(openai_server.says(text)) as fake, pytest.raises(ModelError, match=why) as caught:
        model(fake).complete(said("hello"), schema=FORM)
    assert caught.value.failure == "broken"
    with openai_server.serving(openai_server.says('{"kind": "a", "n": 3}')) as fake:
        assert json.loads(model(fake).complete(said("hello"), schema=FORM).text) == {"kind": "a", "n": 3}


def test_the_key_comes_from_the_variable_that_was_named_and_is_never_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    guarded = openai_server.wants_key(KEY)(openai_server.says("in"))
    with openai_server.serving(guarded) as fake:
        with pytest.raises(ModelError, match="ENGINE_KEY is not set: export it") as caught:
            model(fake, key_env="ENGINE_KEY").complete(said("hello"))
        assert (caught.value.failure, fake.seen) == ("refused", [])
        monkeypatch.setenv("ENGINE_KEY", "k-wrong-0123456789")
        with pytest.raises(ModelError, match="See to the key in the environment variable ENGINE_KEY") as caught:
            model(fake, key_env="ENGINE_KEY").complete(said("hello"))
        assert "k-wrong" not in str(caught.value)
        monkeypatch.setenv("ENGINE_KEY", KEY)
        assert model(fake, key_env="ENGINE_KEY").complete(said("hello")).text == "in"


def test_a_key_is_no_name_of_a_variable_and_is_not_repeated() -> None:
    with pytest.raises(BadInputError) as caught:
        external.key_of("sk-ant-api03-secret")
    assert "secret" not in str(caught.value)


def test_a_key_does_not_travel_where_it_could_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGINE_KEY", KEY)
    base = external.base_of("http://gpu.example.invalid:8000", elsewhere=True)
    with pytest.raises(RefusedError, match="could be read on the way .*use https, or .*ssh -N -L 8000"):
        base.bearer("ENGINE_KEY")
    assert external.base_of("https://gpu.example.invalid", elsewhere=True).bearer("ENGINE_KEY")


@pytest.mark.parametrize(
    ("url", "typed"),
    [
        ("https://gpu.example.invalid", "https://gpu.example.invalid"),
        ("https://gpu.example.invalid/v1/", "https://gpu.example.invalid"),
        ("https://gpu.example.invalid/team/llm/v1", "https://gpu.example.invalid/team/llm"),
        ("https://gpu.example.invalid:8443", "https://gpu.example.invalid:8443"),
        ("http://10.0.0.7:8000/v1", "http://10.0.0.7:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_is_taken_as_people_paste_it(url: str, typed: str) -> None:
    assert external.base_of(url, elsewhere=True).url == typed


@pytest.mark.parametrize(
    "url",
    ["https://name:password@gpu.invalid", "https://gpu.invalid/?key=1", "https://gpu.invalid/a b", "file:///x", "gpu"],
)
def test_an_address_that_is_none_is_refused_and_its_password_not_repeated(url: str) -> None:
    with pytest.raises(BadInputError) as caught:
        external.base_of(url, elsewhere=True)
    assert "password" not in str(caught.value)


def test_an_engine_over_https_is_asked_only_where_its_certificate_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = certificates.of_loopback(tmp_path)
    with openai_server.serving(openai_server.says("safe")) as fake:
        fake.socket = certificates.wrapped(fake.socket, certificate)
        url = fake.url.replace("http://", "https://")
        base = external.base_of(url, elsewhere=True)
        with pytest.raises(RefusedError, match="is not trusted .*SSL_CERT_FILE"):
            external.ask(base)
        with pytest.raises(ModelError, match="is not trusted") as caught:
            EngineModel(base, openai_server.MODEL).complete(said("hello"))
        assert caught.value.failure == "refused"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert external.ask(base).models == (openai_server.MODEL,)
        assert EngineModel(base, openai_server.MODEL).complete(said("hello")).text == "safe"


def test_an_engine_over_https_that_hangs_is_left_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = certificates.of_loopback(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with openai_server.serving(loopback.trickles) as fake:
        fake.socket = certificates.wrapped(fake.socket, certificate)
        base = external.base_of(fake.url.replace("http://", "https://"), elsewhere=True)
        with pytest.raises(ModelError, match="did not answer within") as caught:
            EngineModel(base, openai_server.MODEL, timeout_s=0.6).complete(said("hello"))
        assert caught.value.failure == "slow"


def test_nobody_at_the_address_is_absent() -> None:
    with openai_server.serving() as fake:
        gone = model(fake)
    with pytest.raises(ModelError, match="does not answer: start it") as caught:
        gone.complete(said("hello"))
    assert caught.value.failure == "absent"
    with pytest.raises(MissingPartError):
        external.ask(external.base_of(fake.url))


def test_a_conversation_without_a_question_is_not_sent() -> None:
    with openai_server.serving() as fake, pytest.raises(ModelError, match="nothing to ask"):
        model(fake).complete([Message("words", "template")])
    assert fake.seen == []
