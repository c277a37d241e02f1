"""What a line chart has to show."""

import pytest

from your_package.chart import ChartError, Point, downsample, path, scale


def line(values: list[float]) -> list[Point]:
    """Points at 0, 1, 2 and so on."""
    return [Point(number, value) for number, value in enumerate(values)]


def test_a_scale_maps_ends_onto_ends_and_the_middle_onto_the_middle() -> None:
    across = scale((10, 20), (0, 200))
    assert [across(value) for value in (10, 15, 20)] == [0, 100, 200]


def test_a_scale_may_run_downwards_and_beyond_its_ends() -> None:
    down = scale((0, 10), (100, 0))
    assert [down(value) for value in (0, 5, 10, 20)] == [100, 50, 0, -100]


def test_a_domain_without_length_maps_to_the_middle() -> None:
    assert scale((3, 3), (0, 50))(3) == 25


def test_few_points_stay_as_they_are() -> None:
    points = line([1, 5, 2])
    assert downsample(points, 3) == points


@pytest.mark.parametrize("most", [2, 7, 10, 100])
def test_many_points_become_few(most: int) -> None:
    points = line([float(number % 17) for number in range(1000)])
    assert 0 < len(downsample(points, most)) <= most


def test_every_peak_survives() -> None:
    values = [0.0] * 1000
    values[137], values[800] = 9.0, -4.0
    kept = downsample(line(values), 20)
    assert Point(137, 9.0) in kept
    assert Point(800, -4.0) in kept


def test_the_order_is_kept() -> None:
    kept = downsample(line([float(number * 7 % 11) for number in range(500)]), 50)
    assert [point.x for point in kept] == sorted({point.x for point in kept})


def test_fewer_than_two_points_are_refused() -> None:
    with pytest.raises(ChartError):
        downsample(line([1, 2, 3]), 1)


def test_a_path_fills_its_box_with_high_values_at_the_top() -> None:
    assert (
        path(line([0, 10, 5]), width=100, height=50)
        == "M0.0,50.0 L50.0,0.0 L100.0,25.0"
    )


def test_a_path_of_equal_values_runs_through_the_middle() -> None:
    assert path(line([4, 4]), width=100, height=50) == "M0.0,25.0 L100.0,25.0"


@pytest.mark.parametrize(
    "points", [[], [Point(1, 1), Point(1, 2)], [Point(2, 1), Point(1, 1)]]
)
def test_what_is_no_line_is_an_error_of_our_own(points: list[Point]) -> None:
    with pytest.raises(ChartError):
        path(points, 100, 50)
