import pytest

from harbour.parsing import BadLine, Entry, parse_line


def test_an_arrival():
    assert parse_line("06:40 IN  Sea Lark") == Entry(400, True, "Sea Lark")


def test_a_departure():
    assert parse_line("07:05 OUT Borea\n") == Entry(425, False, "Borea")


@pytest.mark.parametrize("line", ["", "06:40 IN", "6h40 IN Borea", "06:40 BY Borea", "24:00 IN Borea"])
def test_other_lines_are_refused(line):
    with pytest.raises(BadLine):
        parse_line(line)
