from results import Crew, Line, places


def test_equal_times_share_a_place_and_the_next_is_skipped():
    crews = [Crew("Trent", 401), Crew("Isis", 398), Crew("Avon", 401), Crew("Wye", 420)]
    assert places(crews) == [Line(1, "Isis"), Line(2, "Avon"), Line(2, "Trent"), Line(4, "Wye")]


def test_who_did_not_finish_has_no_place():
    assert places([Crew("Cam", None), Crew("Wye", 420)]) == [Line(1, "Wye"), Line(None, "Cam")]


def test_an_empty_race():
    assert places([]) == []
