"""Frames in time."""

from __future__ import annotations

import pytest

from cctl.core.reel.cell import plain, row_width
from cctl.core.reel.choose import Cut
from cctl.core.reel.film import Screen, alt_text, checked_screen, deltas, film, lives, pages
from cctl.core.reel.tell import tell
from tests.staged import long, story
from tests.taste import REDACTOR, TASTE

SCREEN = Screen()


def made(stage=None, screen=SCREEN, **cut):
    return film(tell((stage or story()).records, TASTE, Cut(**cut), REDACTOR).moments, TASTE, screen)


@pytest.mark.parametrize("screen", [Screen(), Screen(120, 40), Screen(40, 12), Screen(80, 24, "light", 2.0)])
def test_frames_fill_the_screen_and_time_goes_on(screen):
    shown = made(screen=screen)
    assert all(len(frame.rows) == screen.rows for frame in shown.frames)
    assert all(row_width(spans) <= screen.columns for frame in shown.frames for spans in frame.rows)
    times = [frame.at for frame in shown.frames]
    assert times == sorted(times) and times[0] == 0 and times[-1] <= shown.seconds


@pytest.mark.parametrize("most", [20, 60, 90])
def test_a_reel_is_no_longer_than_asked_for(most):
    assert made(long(), max_seconds=most).seconds <= most


def test_speed():
    assert made(screen=Screen(speed=2.0)).seconds == pytest.approx(made().seconds / 2, rel=0.01)


def test_chapters_and_events_are_marked_in_order():
    shown = made()
    labels = [mark.label for mark in shown.markers]
    assert labels[0] == "start" and labels[-1] == "end"
    assert "tests pass again" in labels and "Now write the notes and look for other greetings." in labels
    assert [mark.at for mark in shown.markers] == sorted(mark.at for mark in shown.markers)


def test_the_poster_is_a_telling_frame():
    shown = made()
    text = "\n".join(plain(spans) for spans in shown.frames[shown.poster].rows)
    assert "● " in text and " + " in text


def test_the_alt_text_says_what_came_of_it():
    shown = made()
    assert shown.alt.startswith("Terminal recording of ")
    assert "commits 1" in shown.alt and "cost $" in shown.alt
    assert "cost" not in alt_text(tell(story().records, TASTE, Cut(hide_cost=True), REDACTOR).moments, 1)


def test_lives_draw_the_same_frames():
    shown = made()
    for frame in shown.frames:
        seen = {line: spans for line, spans, since, until in lives(shown) if since <= frame.at < until}
        assert {at: spans for at, spans in enumerate(frame.rows) if spans} == seen


def test_deltas_draw_the_same_frames():
    shown = made()
    rows = [()] * shown.rows
    for frame, changed in deltas(shown.frames):
        for at in changed:
            rows[at] = frame.rows[at]
        assert tuple(rows) == frame.rows


def test_pages_hold_everything_that_stayed():
    text = "\n".join(plain(spans) for page in pages(made()) for spans in page.rows)
    for word in ("tests pass again", "NOTES.md", "refused by", "All greetings say hello.", "cost"):
        assert word in text


def test_the_same_moments_give_the_same_film():
    assert made() == made()


def test_sizes_and_speeds_are_checked():
    assert checked_screen(Screen(), Cut()) == ""
    assert "cells" in checked_screen(Screen(10, 10), Cut())
    assert "--speed" in checked_screen(Screen(speed=99), Cut())
    assert "--max-seconds" in checked_screen(Screen(), Cut(max_seconds=1))


def test_no_moments_no_frames():
    assert film([], TASTE, Screen()).frames == ()
