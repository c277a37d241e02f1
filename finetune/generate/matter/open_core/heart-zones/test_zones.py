from zones import seconds_in_zones


def test_each_second_counts_in_its_zone():
    assert seconds_in_zones([100, 120, 121, 180]) == [1, 2, 0, 0, 1]


def test_a_limit_belongs_to_the_zone_below():
    assert seconds_in_zones([110, 111, 170]) == [1, 1, 0, 1, 0]


def test_a_lost_signal_counts_nowhere():
    assert seconds_in_zones([0, 0]) == [0, 0, 0, 0, 0]


def test_other_hearts_have_other_limits():
    assert seconds_in_zones([95], limits=(90, 100)) == [0, 1, 0]
