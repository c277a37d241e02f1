"""A scaffold, and the judgement of one, as compact markdown."""

from teaching.contracts.scaffolds import OpenPlace, ScaffoldCheck, ScaffoldFileView, ScaffoldView
from teaching.program import teach
from teaching.scaffolds.making import Made, open_places

_MOST_RED = 8


def view(made: Made) -> ScaffoldView:
    """A scaffold as programs get it; solutions stay out of it."""
    return ScaffoldView(
        task=made.wish.name,
        title=made.wish.title,
        language=made.language,
        component=made.component,
        files=[ScaffoldFileView(path=file.path, role=file.role, text=file.text) for file in made.files],
        open=[OpenPlace(place=place, text=text) for place, text in open_places(made)],
        verify=made.verify,
        minutes=made.minutes,
        steps=list(made.steps),
        notes=list(made.notes),
        written=made.written,
    )


def markdown(made: ScaffoldView) -> str:
    """What was made, or would be, and what the learner does next."""
    what = f"**{made.title}** [{made.task}], {made.language}"
    what += f", from the component {made.component}" if made.component else ", structure alone"
    lines = [what, "", "Written:" if made.written else "Nothing is written yet. It would be:"]
    lines += [f"- {file.path} ({_ROLES[file.role]})" for file in made.files]
    lines += ["", f"Open for the learner ({len(made.open)}, about {made.minutes} minutes):"]
    lines += [f"- {one.place} {one.text}" for one in made.open]
    lines += ["", *made.notes] if made.notes else []
    lines += ["", *_next(made)]
    return "\n".join(lines) + "\n"


_ROLES = {
    "source": "structure, types, open cores",
    "test": "tests, red until the cores are written",
    "other": "support",
}


def _next(made: ScaffoldView) -> list[str]:
    if not made.written:
        return ["Show this plan, and pass `write` (`--write`) when the learner agrees."]
    steps = [f"Run `{step}` first." for step in made.steps]
    return [
        *steps,
        f"Its tests are red now: `{made.verify}`. Green is reached by hand, marker by marker; "
        f"then `{teach('verify', made.task)}`.",
    ]


def judgement(found: ScaffoldCheck) -> str:
    """What speaks against a scaffold, or that nothing does."""
    lines: list[str] = []
    if found.problems:
        count = len(found.problems)
        lines.append(f"Refused, {count} thing{'' if count == 1 else 's'} to mend:")
        for one in found.problems:
            place = f"{one.path}:{one.line}" if one.line else one.path
            lines.append(f"- {place} [{one.rule}] {one.fact}. Next: {one.move}.")
    elif found.accepted:
        red = len(found.red)
        lines.append(f"Accepted: {red} test{' is' if red == 1 else 's are'} red, each because the work is open.")
        lines += [f"- {name}" for name in found.red[:_MOST_RED]]
        lines += [f"- … {red - _MOST_RED} more"] if red > _MOST_RED else []
    else:
        lines.append("Nothing speaks against it so far, but it is not proved red.")
    if found.open and not found.problems:
        lines += ["", "Open for the learner:", *[f"- {one.place} {one.text}" for one in found.open]]
    lines += ["", *found.notes] if found.notes else []
    if found.accepted:
        lines += ["", "Written." if found.written else "Nothing is written yet: pass `write` (`--write`) for that."]
    return "\n".join(lines) + "\n"
