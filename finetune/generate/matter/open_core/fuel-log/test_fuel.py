from fuel import Fill, consumption


def test_two_full_tanks_make_one_stretch():
    assert consumption([Fill(1000, 44.0), Fill(1500, 30.0)]) == [6.0]


def test_a_partial_fill_counts_for_its_stretch():
    assert consumption([Fill(1000, 44.0), Fill(1200, 10.0, full=False), Fill(1500, 20.0)]) == [6.0]


def test_what_came_before_the_first_full_tank_does_not_count():
    assert consumption([Fill(900, 5.0, full=False), Fill(1000, 40.0), Fill(1100, 7.0)]) == [7.0]


def test_one_fill_says_nothing():
    assert consumption([Fill(1000, 44.0)]) == []
