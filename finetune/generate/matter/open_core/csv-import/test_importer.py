from importer import Member, read_members


def test_a_sound_row_is_a_member():
    assert read_members(["name,joined", "Edda ,1998"]).members == [Member("Edda", 1998)]


def test_each_bad_row_is_told_with_its_line():
    found = read_members(["name,joined", ",2001", "Piet,soon", "Olu,2012"])
    assert found.problems == ["line 2: no name", "line 3: no year"]


def test_good_rows_survive_bad_ones():
    assert len(read_members(["name,joined", ",2001", "Olu,2012"]).members) == 1
