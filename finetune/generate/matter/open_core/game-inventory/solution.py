"""The backpack of a player."""

from dataclasses import dataclass

STACK = 20


@dataclass
class Slot:
    item: str
    amount: int


class Inventory:
    def __init__(self, slots: int) -> None:
        self._most = slots
        self.slots: list[Slot] = []

    def count(self, item: str) -> int:
        """How many of an item there are in all slots."""
        return sum(slot.amount for slot in self.slots if slot.item == item)

    def add(self, item: str, amount: int) -> int:
        """Puts items away, into begun stacks first; returns how many did not fit."""
        for slot in self.slots:
            if slot.item == item and amount:
                moved = min(amount, STACK - slot.amount)
                slot.amount += moved
                amount -= moved
        while amount and len(self.slots) < self._most:
            self.slots.append(Slot(item, min(amount, STACK)))
            amount -= self.slots[-1].amount
        return amount
