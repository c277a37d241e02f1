from hives.alerts import Alert, alerts
from hives.reading import Reading


def day(*weights):
    return [Reading(10 * number, kg) for number, kg in enumerate(weights)]


def test_a_sudden_loss_is_told():
    assert alerts(day(41.0, 40.9, 38.2, 38.1), limit_kg=2.0) == [Alert(20, 2.7)]


def test_a_slow_loss_is_no_swarm():
    assert alerts(day(41.0, 40.0, 39.0, 38.0)) == []


def test_gaining_weight_is_good_news():
    assert alerts(day(30.0, 34.0)) == []
