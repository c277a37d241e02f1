"""Which red cells a patient may be given. For teaching only."""

BLOOD = {
    "0-": frozenset[str](),
    "0+": frozenset({"D"}),
    "A-": frozenset({"A"}),
    "A+": frozenset({"A", "D"}),
    "B-": frozenset({"B"}),
    "B+": frozenset({"B", "D"}),
    "AB-": frozenset({"A", "B"}),
    "AB+": frozenset({"A", "B", "D"}),
}


def can_receive(patient: str, donor: str) -> bool:
    """Whether the patient's body knows all that is on the donor's red cells.

    Raises:
        KeyError: one of the two is no blood type.
    """
    # TODO(human): the rule, from the antigens of both.
    raise NotImplementedError("can_receive")
