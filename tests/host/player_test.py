"""A cast plays in its own time, stops when told, and jumps between chapters."""

from __future__ import annotations

import json

from cctl.core.reel.cast import read
from cctl.host.player import Player


class Desk:
    """A clock that moves only while somebody waits, and a list of keys with the times at which they are pressed."""

    def __init__(self, *keys):
        self.now, self.keys, self.out = 0.0, list(keys), []

    def key(self, wait):
        if self.keys and (wait < 0 or self.keys[0][0] <= self.now + wait):
            at, pressed = self.keys.pop(0)
            self.now = max(self.now, at)
            return pressed
        assert wait >= 0, "paused for ever"
        self.now += wait
        return ""

    def play(self, *events, **options):
        recording = read([json.dumps({"version": 2, "width": 80, "height": 24}), *map(json.dumps, events)])
        Player(recording, self.out.append, self.key, lambda: self.now, **options).play()
        return "".join(self.out)


EVENTS = ([0, "m", "one"], [0, "o", "a"], [2, "o", "b"], [4, "m", "two"], [4, "o", "c"], [10, "o", "d"])


def test_it_plays_in_its_time():
    desk = Desk()
    assert desk.play(*EVENTS) == "abcd"
    assert desk.now == 10


def test_speed_and_idle_time():
    quick, short = Desk(), Desk()
    quick.play(*EVENTS, speed=2.0)
    short.play(*EVENTS, idle_cap=1.0)
    assert quick.now == 5
    assert short.now == 3


def test_pause_holds_and_goes_on():
    desk = Desk((1, " "), (50, " "))
    assert desk.play(*EVENTS) == "abcd"
    assert desk.now == 59


def test_steps_while_paused():
    desk = Desk((1, " "), (2, "."), (3, "."), (4, "."), (5, "q"))
    assert desk.play(*EVENTS) == "abc"


def test_chapters():
    desk = Desk((1, "]"))
    assert desk.play(*EVENTS) == "a\x1b[0m\x1b[2J\x1b[Habcd"
    assert desk.now == 7
    back = Desk((5, "["), (5, "q"))
    assert back.play(*EVENTS).endswith("\x1b[Habc"), "to the start of the chapter"


def test_q_ends():
    desk = Desk((3, "q"))
    assert desk.play(*EVENTS) == "ab"


def test_only_drawing_reaches_the_terminal():
    assert Desk().play([0, "o", "a\x1b]52;c;eA==\x07b\x1b[6n"]) == "ab"
