import itertools
import unittest

from dedupe import Event, changes


class ChangesTest(unittest.TestCase):
    def test_a_run_comes_out_once_with_its_first_time(self):
        stream = [Event(1, "open"), Event(2, "open"), Event(5, "closed")]
        self.assertEqual(list(changes(stream)), [Event(1, "open"), Event(5, "closed")])

    def test_a_state_may_come_back(self):
        stream = [Event(n, state) for n, state in enumerate(["open", "closed", "open"])]
        self.assertEqual(len(list(changes(stream))), 3)

    def test_it_does_not_wait_for_the_end_of_the_stream(self):
        endless = (Event(n, "open" if n % 2 else "closed") for n in itertools.count())
        self.assertEqual(next(changes(endless)), Event(0, "closed"))
