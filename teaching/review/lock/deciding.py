"""What an author decides about a rule, written into the lock file: answers, accepted checks, rejected ones, nothing."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from teaching.errors import BadInputError, RefusedError
from teaching.program import teach
from teaching.review.bound import BoundCheck, reach_from
from teaching.review.entry import Entry, Slot
from teaching.review.explicit import read_comment
from teaching.review.lock.applying import answer_of, comments_of, is_open, value_of
from teaching.review.lock.form import PLACE, Answer, Kept, Lock, digest_of
from teaching.review.lock.store import change, read
from teaching.review.own.finding import own_checks
from teaching.review.rules import Rule

_NAMED = re.compile(r"(?:(?P<check>[\w.:/-]+)\.)?(?P<slot>[a-z_]+)=(?P<value>.*)", re.DOTALL)
_SEPARATORS = re.compile(r"[\s,]+")


def found(rules: Sequence[Rule], name: str) -> list[Rule]:
    """The rules that a person means by an id, by `CLAUDE.md:14` or by `14`.

    Raises:
        BadInputError: there is none, or the line stands in several files.
    """
    by_id = [rule for rule in rules if rule.id == name or rule.key == name]
    if by_id:
        return by_id
    if name.isdecimal():
        sources = list(dict.fromkeys(rule.source for rule in rules if rule.source.rpartition(":")[2] == name))
        if len(sources) > 1:
            raise BadInputError(f"line {name} stands in several files: pass one of {', '.join(sources)}")
        name = sources[0] if sources else name
    on_line = [rule for rule in rules if rule.source == name.removeprefix("./")]
    if not on_line:
        raise BadInputError(
            f"no rule stands at {name[:80]!r}: `{teach('rules', '--format', 'json')}` shows places and ids"
        )
    return on_line


def answer(root: Path, rules: Sequence[Rule], name: str, given: Sequence[str]) -> Rule:
    """Keeps values that a rule leaves open, each as `slot=value`; the rule is returned as it was.

    Raises:
        BadInputError: the rule asks for no such value, or the value is none.
    """
    if not given:
        raise BadInputError(f"say what is answered: `{teach('rules', '--answer', name, 'lines=40')}`")
    candidates = found(rules, name)
    taken: dict[str, dict[str, Answer]] = {}
    for text in given:
        match = _NAMED.fullmatch(text)
        if match is None:
            raise BadInputError(f"{text[:60]!r} is no answer: write it as slot=value, as in lines=40")
        candidates = _that_ask(candidates, match)
        for entry, slot in _open(candidates[0]):
            if slot.name == match["slot"] and match["check"] in (None, entry.name):
                taken.setdefault(entry.name, {})[slot.name] = _value(entry, slot, match["value"])
    (rule,) = candidates

    def answered(kept: Kept) -> Kept:
        answers = {check: dict(values) for check, values in kept.answers.items()}
        for check, values in taken.items():
            answers[check] = {**answers.get(check, {}), **values}
        # What was accepted had other values, or none.
        return kept.model_copy(update={"answers": answers, "accepted": []})

    _keep(root, rule, answered)
    return rule


def accept(root: Path, rules: Sequence[Rule], name: str) -> Rule:
    """Keeps the checks of a rule as they were read, or of a stale one as they would be.

    Raises:
        BadInputError: no such rule.
        RefusedError: there is nothing to accept.
    """
    rule = _only(found(rules, name))
    checks = rule.proposed if rule.kept == "stale" else rule.checks
    if rule.statement is not None and rule.statement.checks:
        raise RefusedError(f"{rule.source} names its check in a comment: that counts already, and nothing is kept")
    if not checks:
        raise RefusedError(f"{rule.source} has no check to accept ({rule.status}): {rule.reason}")
    for check in checks:
        _prove_line(root, check)
    _keep(root, rule, lambda kept: kept.model_copy(update={"accepted": [check.line for check in checks]}))
    return rule


def reject(root: Path, rules: Sequence[Rule], name: str, check: str) -> Rule:
    """Keeps that a rule is not about a check which was read in it.

    Raises:
        BadInputError: no such rule, or that check was not read in it.
        RefusedError: a comment names it.
    """
    candidates = found(rules, name)
    mine = [rule for rule in candidates if check in _names(rule)]
    if not mine:
        read_there = sorted({one for rule in candidates for one in _names(rule)})
        said = f"what is: {', '.join(read_there)}" if read_there else "nothing is"
        raise BadInputError(f"{check[:60]!r} is not read in {candidates[0].source}; {said}")
    rule = _only(mine)
    if rule.statement is not None and rule.statement.checks:
        raise RefusedError(f"{rule.source} names {check} in a comment: take the comment out")

    def rejected(kept: Kept) -> Kept:
        answers = {one: values for one, values in kept.answers.items() if one != check}
        accepted = [line for line in kept.accepted if _name_of(line) != check]
        names = sorted({*kept.rejected, check})
        return kept.model_copy(update={"answers": answers, "accepted": accepted, "rejected": names})

    _keep(root, rule, rejected)
    return rule


def forget(root: Path, rules: Sequence[Rule], name: str) -> Kept:
    """Takes everything that was decided about a rule out of the lock file, and returns it.

    Raises:
        BadInputError: nothing is kept of it.
    """
    lock = read(root)
    key = name if name in lock.rules else next((rule.key for rule in found(rules, name) if rule.key), "")
    if key not in lock.rules:
        raise BadInputError(f"{PLACE} keeps nothing of {name[:80]!r}; it keeps {', '.join(lock.rules) or 'nothing'}")
    gone = lock.rules[key]
    change(root, lambda now: now.model_copy(update={"rules": {k: v for k, v in now.rules.items() if k != key}}))
    return gone


def _keep(root: Path, rule: Rule, function: Callable[[Kept], Kept]) -> None:
    assert rule.statement is not None, "every compiled rule has its sentence"
    digest = digest_of(rule.statement.plain)
    new = Kept(quote=rule.quote, digest=digest, source=rule.source)

    def changed(lock: Lock) -> Lock:
        rules = dict(lock.rules)
        old = rules.pop(rule.key, None) if rule.key else None
        place = {"quote": new.quote, "digest": digest, "source": new.source}
        after = function(new if old is None else old.model_copy(update=place))
        # The name by which it is kept stays while the sentence does.
        key = rule.key if old is not None and old.digest == digest else rule.id
        if not after.is_empty:
            rules[key] = after
        return lock.model_copy(update={"rules": rules})

    change(root, changed)


def _that_ask(candidates: Sequence[Rule], match: re.Match[str]) -> list[Rule]:
    """The one rule that leaves a value open; the others on its line do not ask for it."""
    wanted, check = match["slot"], match["check"]
    asking = [r for r in candidates if any(s.name == wanted and check in (None, e.name) for e, s in _open(r))]
    if len(asking) == 1:
        return asking
    if asking:
        _only(asking)
    given = [
        (c, s.name)
        for r in candidates
        for c in r.checks
        for s in c.entry.slots
        if s.name == wanted and s.name in c.params
    ]
    source = candidates[0].source
    if given:
        bound, slot = given[0]
        value = bound.params[slot]
        shown = " ".join(value) if isinstance(value, tuple) else value
        raise RefusedError(f"{source} itself says {slot}={shown}: change the sentence")
    slots = sorted({slot.name for rule in candidates for _, slot in _open(rule)})
    said = f"it can be told {', '.join(slots)}" if slots else "it asks for nothing"
    raise BadInputError(f"{source} does not ask for {wanted!r}; {said}: `{teach('rules', '--explain', source)}`")


def _open(rule: Rule) -> Iterator[tuple[Entry, Slot]]:
    """The values that an answer can give: those that are asked for, and those that only the catalogue gave."""
    yield from ((ask.entry, ask.slot) for ask in rule.asks)
    before = rule.answers
    for check in (*rule.checks, *rule.proposed):
        for slot in check.entry.slots:
            if is_open(check.params, slot) or slot.name in before.get(check.entry.name, {}):
                yield check.entry, slot


def _value(entry: Entry, slot: Slot, text: str) -> Answer:
    words = [word for word in _SEPARATORS.split(text.strip().strip("`'\"")) if word]
    value = value_of(slot, words if slot.kind == "names" else text.strip())
    if value is None:
        choices = f": it can be {', '.join(slot.choices)}" if slot.choices else ""
        raise BadInputError(f"{text[:60]!r} is no {slot.kind} for {slot.name} of {entry.name}{choices}")
    return answer_of(value)


def _only(rules: Sequence[Rule]) -> Rule:
    if len(rules) > 1:
        shown = ", ".join(f"{rule.id} (“{rule.quote[:40]}”)" for rule in rules)
        raise BadInputError(f"{rules[0].source} holds several rules: pass the id of one, {shown}")
    return rules[0]


def _names(rule: Rule) -> set[str]:
    checks = {check.entry.name for check in (*rule.checks, *rule.proposed)}
    return checks | {ask.entry.name for ask in rule.asks}


def _name_of(line: str) -> str:
    words = line.split()
    return f"ast-grep:{words[1]}" if words[0] == "ast-grep" and len(words) > 1 else words[0]


def _prove_line(root: Path, check: BoundCheck) -> None:
    """Makes sure that what is kept will be read as what was accepted."""
    comments, problems = comments_of([check.line], PLACE, 1)
    reading, problem = (
        read_comment(comments[0], own_checks(root)) if len(comments) == 1 else (None, "; ".join(problems))
    )
    same = reading is not None and dict(reading.params) == dict(check.params)
    if not same or reach_from(comments[0])[0] != _plainly(check):
        raise RefusedError(
            f"`{check.written}` cannot be kept as it is ({problem or 'a value of it has a space'}): "
            f"name the check in a comment behind the rule"
        )


def _plainly(check: BoundCheck) -> object:
    reach = check.reach
    return type(reach)(reach.languages, reach.inside, reach.outside, reach.tests)
