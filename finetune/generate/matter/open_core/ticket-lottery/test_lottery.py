from random import Random

from lottery import Group, draw

WISHES = [Group("Adler", 4), Group("Brook", 3), Group("Chen", 1), Group("Diaz", 2)]


def test_no_more_tickets_than_there_are():
    sizes = {one.name: one.people for one in WISHES}
    for seed in range(50):
        assert sum(sizes[name] for name in draw(WISHES, 5, Random(seed))) <= 5


def test_with_enough_tickets_everybody_wins():
    assert sorted(draw(WISHES, 10, Random(1))) == ["Adler", "Brook", "Chen", "Diaz"]


def test_one_seed_is_one_draw():
    assert draw(WISHES, 5, Random(7)) == draw(WISHES, 5, Random(7))


def test_each_group_can_win():
    assert {name for seed in range(50) for name in draw(WISHES, 4, Random(seed))} == {one.name for one in WISHES}
