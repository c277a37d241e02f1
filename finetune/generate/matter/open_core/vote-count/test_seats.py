from seats import seats


def test_three_seats_for_sixty_and_forty():
    assert seats({"Oak": 60, "Elm": 40}, 3) == {"Elm": 1, "Oak": 2}


def test_a_small_list_may_get_nothing():
    assert seats({"Oak": 60, "Fig": 5}, 4) == {"Fig": 0, "Oak": 4}


def test_equals_go_by_name():
    assert seats({"Oak": 50, "Elm": 50}, 1) == {"Elm": 1, "Oak": 0}


def test_without_seats_nobody_has_one():
    assert seats({"Oak": 7}, 0) == {"Oak": 0}
