from inventory import Inventory


def test_a_begun_stack_is_filled_first():
    bag = Inventory(slots=3)
    bag.add("arrow", 18)
    bag.add("arrow", 5)
    assert [slot.amount for slot in bag.slots] == [20, 3]


def test_what_does_not_fit_comes_back():
    bag = Inventory(slots=1)
    assert bag.add("stone", 27) == 7


def test_another_item_needs_another_slot():
    bag = Inventory(slots=1)
    bag.add("arrow", 1)
    assert (bag.add("stone", 1), bag.count("stone")) == (1, 0)
