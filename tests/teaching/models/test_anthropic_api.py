"""Claude behind its API, well and ill, with the real SDK; the API is a fake on loopback."""

import json
import logging
import subprocess
import sys
import time

import pytest

from teaching.costs.prices import DEFAULTS
from teaching.models import anthropic_api
from teaching.models.anthropic_api import ROOM_FOR_THINKING, AnthropicModel
from teaching.models.protocol import Failure, Message, ModelError, Usage
from tests.fakes import anthropic_server, loopback
from tests.fakes.anthropic_server import KEY
from tests.fakes.loopback import Behaviour, Fake
from tests.teaching.models.conftest import said

FORM = {
    "type": "object", "properties": {"kind": {"type": "string", "maxLength": 3}}, "required": ["kind"],
    "additionalProperties": False,
}  # fmt: skip


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDE_KEY", KEY)


def model(fake: Fake, timeout_s: float = 30, name: str = "claude-opus-5-5") -> AnthropicModel:
    return AnthropicModel(name, "CLAUDE_KEY", fake.url, timeout_s)


def test_an_answer_comes_with_tokens_in_parts_and_what_it_cost() -> None:
    usage = {
        "input_tokens": 10,
        "output_tokens": 20,
        "cache_read_input_tokens": 1000,
        "cache_creation_input_tokens": 100,
    }
    with anthropic_server.serving(anthropic_server.wants_key(anthropic_server.says("Why ", "so?", **usage))) as fake:
        done = model(fake).complete(said("hello"), max_tokens=100)
    assert (done.text, done.usage, done.tokens) == ("Why so?", Usage(10, 20, 1000, 100), 1130)
    assert done.cost == pytest.approx((10 * 4 + 20 * 20 + 1000 * 0.2 + 100 * 5) / 1e6)
    assert done.priced
    assert 0 < done.seconds < 30


def test_what_is_asked_keeps_the_stable_part_in_the_cache_and_leaves_room_to_think() -> None:
    asked = [
        Message("system", "Be brief."),
        Message("system", "Rules."),
        Message("words", "never sent"),
        *said("hello"),
    ]
    with anthropic_server.serving(anthropic_server.says("one\nEND two")) as fake:
        done = model(fake).complete(asked, max_tokens=100, stop=["\n", "END"])
        body, brought = fake.seen[0].body, anthropic_server.key_of(fake.seen[0])
    assert done.text == "one", "a stop of white space, which the API refuses, is cut off here"
    assert body["stop_sequences"] == ["END"]
    assert body["messages"] == [{"role": "user", "content": "hello"}]
    assert [block.get("cache_control") for block in body["system"]] == [None, {"type": "ephemeral"}]
    assert body["max_tokens"] == 100 + ROOM_FOR_THINKING
    assert not {"temperature", "thinking", "stream"} & set(body)
    assert brought == KEY


def test_an_answer_in_a_form_is_asked_for_as_the_api_takes_it_and_held_to_all_of_it() -> None:
    with anthropic_server.serving(anthropic_server.says('{"kind": "abc"}')) as fake:
        assert json.loads(model(fake).complete(said("hello"), schema=FORM).text) == {"kind": "abc"}
        form = fake.seen[0].body["output_config"]["format"]
        assert form["type"] == "json_schema"
        assert "maxLength" not in form["schema"]["properties"]["kind"], "the API refuses what it cannot hold"
        fake.then(anthropic_server.says('{"kind": "abcd"}'))
        with pytest.raises(ModelError, match="breaks maxLength 3") as caught:
            model(fake).complete(said("hello"), schema=FORM)
    assert caught.value.failure == "broken"


FAILS, ANSWERS = anthropic_server.fails, anthropic_server.answers
SPENT = anthropic_server.message(stop_reason="max_tokens")


@pytest.mark.parametrize(
    ("behaviour", "failure", "why", "asked"),
    [
        (anthropic_server.limited(30), "limited", "too many requests; it asks to wait 30 s", 1),
        (anthropic_server.limited(), "limited", r"refused .429.", 2),
        (anthropic_server.overloaded(), "limited", "Overloaded", 2),
        (FAILS(500, "api_error"), "broken", "something went wrong", 2),
        (FAILS(401, "authentication_error"), "refused", "See to the key", 1),
        (FAILS(403, "permission_error"), "refused", "See to the key", 1),
        (FAILS(404, "not_found_error", "model: claude-x"), "absent", "model: claude-x.*See to `model`", 1),
        (FAILS(413, "request_too_large", "too large"), "refused", "too large", 1),
        (FAILS(504, "timeout_error"), "slow", "something went wrong", 2),
        (anthropic_server.no_money(), "limited", "credit balance is too low", 1),
        (anthropic_server.refuses("Not this."), "refused", "Claude will not answer this: Not this.", 1),
        (ANSWERS({"type": "error", "error": {"type": "overloaded_error"}}), "limited", "overloaded", 1),
        (ANSWERS(anthropic_server.message()), "broken", "has no text in it$", 1),
        (ANSWERS(SPENT), "broken", "used all of its tokens", 1),
        (ANSWERS({"content": None}), "broken", "has no text in it", 1),
        (loopback.sends(b"<html>proxy</html>", content_type="text/html"), "broken", "no JSON but a web page", 1),
        (loopback.sends(b"<html>proxy</html>", 403, content_type="text/html"), "refused", "it sent a web page", 1),
        (loopback.sends(b'{"content": [{"ty'), "broken", "is no JSON", 1),
        (loopback.closes_in_the_middle, "broken", "broke off", 1),
        (loopback.never_ends, "broken", "does not come to an end", 1),
        (loopback.closes, "absent", "cannot be reached", 2),
        (loopback.talks_nonsense, "absent", "cannot be reached", 2),
        (loopback.redirects("http://127.0.0.1:1/v1/messages"), "refused", "sends elsewhere .307.", 1),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_one_of_five_failures_and_what_may_pass_is_asked_once_more(
    behaviour: Behaviour, failure: Failure, why: str, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anthropic_api, "_WAIT_S", 0.01)
    with anthropic_server.serving(behaviour) as fake:
        with pytest.raises(ModelError, match=why) as caught:
            model(fake).complete(said("hello"))
        assert caught.value.failure == failure
        assert len(fake.seen) == asked
    assert KEY not in str(caught.value)


def test_what_was_only_passing_is_answered_the_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anthropic_api, "_WAIT_S", 0.01)
    with anthropic_server.serving(anthropic_server.says("well again")) as fake:
        fake.then(anthropic_server.overloaded())
        assert model(fake).complete(said("hello")).text == "well again"


@pytest.mark.parametrize("behaviour", [loopback.hangs, loopback.trickles, loopback.trickles_its_head])
def test_an_api_that_hangs_or_trickles_is_left_in_time(behaviour: Behaviour) -> None:
    with anthropic_server.serving() as fake:
        model(fake).complete(said("import the SDK"))
        fake.then(behaviour)
        begun = time.monotonic()
        with pytest.raises(ModelError, match="did not answer within 0.4 seconds") as caught:
            model(fake, timeout_s=0.4).complete(said("hello"))
        assert caught.value.failure == "slow"
        assert time.monotonic() - begun < 3


def test_whoever_cancels_waits_no_longer() -> None:
    with anthropic_server.serving(loopback.hangs) as fake, pytest.raises(ModelError, match="taken back"):
        model(fake).within(30, lambda: bool(fake.seen)).complete(said("hello"))


def test_without_a_key_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with anthropic_server.serving() as fake:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", fake.url)
        with pytest.raises(ModelError, match="ANTHROPIC_API_KEY is not set") as caught:
            AnthropicModel("claude-opus-5-5").complete(said("hello"))
        assert caught.value.failure == "refused"
        assert fake.seen == []


def test_the_usual_key_goes_to_no_other_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", KEY)
    with anthropic_server.serving() as fake:
        done = AnthropicModel("tutor-8b", base_url=fake.url).complete(said("hello"), max_tokens=50)
        assert KEY not in json.dumps(dict(fake.seen[0].headers))
        assert (fake.seen[0].body["max_tokens"], fake.seen[0].body["temperature"]) == (50, 0)
    assert (done.cost, done.priced) == (0.0, True)
    with pytest.raises(ModelError, match="could be read on the way"):
        AnthropicModel("claude-opus-5-5", "CLAUDE_KEY", "http://gateway.example.invalid").complete(said("hello"))


def test_an_id_that_has_no_price_works_and_its_price_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    with anthropic_server.serving() as fake:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", fake.url)
        done = AnthropicModel("claude-new-9").complete(said("hello"))
        assert (done.cost, done.priced, done.model) == (0.0, False, "claude-new-9")
        done = AnthropicModel("claude-haiku-5-5", prices=DEFAULTS).complete(said("hello"))
        assert done.priced
        assert done.cost > 0


def test_neither_key_nor_question_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with anthropic_server.serving(FAILS(401, "authentication_error", f"invalid {KEY}")) as fake:
        with pytest.raises(ModelError, match=r"invalid \.\.\.") as caught:
            model(fake).complete(said("a private question"))
    assert KEY not in caplog.text + str(caught.value)
    assert "private question" not in caplog.text


def test_the_sdk_is_imported_when_something_is_asked_and_not_before() -> None:
    script = (
        "import sys; from teaching.models.anthropic_api import AnthropicModel; AnthropicModel('claude-opus-5-5')\n"
        "print([name for name in ('anthropic', 'httpx2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout == "[]\n"
