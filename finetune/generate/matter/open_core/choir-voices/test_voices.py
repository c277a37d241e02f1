from voices import Voice, missing


def test_a_voice_with_too_few_singers_is_short():
    assert missing({Voice.ALTO: 3}, [Voice.ALTO, Voice.ALTO]) == {Voice.ALTO: 1}


def test_voices_come_in_score_order():
    found = missing({Voice.BASS: 2, Voice.SOPRANO: 1}, [])
    assert list(found) == [Voice.SOPRANO, Voice.BASS]


def test_a_full_voice_is_not_mentioned():
    assert missing({Voice.TENOR: 1}, [Voice.TENOR, Voice.TENOR]) == {}
