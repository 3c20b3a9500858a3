"""What a cast may do to a terminal, and what is taken out of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.reel.cast import read
from cctl.core.reel.events import Harmless, chapters, harmless, lines, redacted, until
from tests.planted import corpus, left
from tests.taste import REDACTOR


def recorded(*events):
    return read([json.dumps({"version": 2, "width": 80, "height": 24, "title": "t"}), *map(json.dumps, events)])


@pytest.mark.parametrize(
    "nasty",
    [
        "\x1b]0;title\x07",
        "\x1b]52;c;ZWNobyBwd25lZA==\x07",
        "\x1b[6n",
        "\x1b[c",
        "\x1b[>c",
        "\x1b[21t",
        "\x1b[?1000h",
        "\x1bP+q544e\x1b\\",
        "\x1bZ",
        "\x1b[5i",
        "\x05",
        "\x9b6n",
        "\x1b[!p",
        '\x1b[0"q',
        "\x1b_x\x1b\\",
    ],
)
def test_what_makes_a_terminal_answer_or_act_is_taken_out(nasty):
    assert harmless(f"a{nasty}b") == "ab"
    split = Harmless()
    shown = "".join(split.feed(each) for each in f"a{nasty}b")
    assert "\x1b" not in shown and not any("\x7f" <= each <= "\x9f" for each in shown)


@pytest.mark.parametrize(
    "fine", ["\x1b[31m", "\x1b[2J\x1b[3;4H", "\x1b[?25l", "\x1b[K", "\r\n\b\t", "\x1b7\x1b8", "\x1b[?1049h", "\x1b(B"]
)
def test_what_draws_stays(fine):
    assert harmless(fine) == fine
    split = Harmless()
    assert "".join(split.feed(each) for each in fine) == fine


@given(st.lists(st.sampled_from(["a", "\x1b", "[", "]", "6n", "31m", "\x07", "0;x", "P", "\\", "?25h"]), max_size=30))
def test_splitting_never_lets_a_sequence_through(parts):
    text = "".join(parts)
    split = Harmless()
    shown = "".join(split.feed(each) for each in text)
    assert harmless(shown) == shown


def test_secrets_across_chunks_are_taken_out_of_output_input_markers_and_title():
    planted = corpus()
    chunks = [
        part
        for each in planted
        for part in (each.text[: len(each.text) // 2], each.text[len(each.text) // 2 :], "\r\n\r\n")
    ]
    made = recorded(*([at / 10, "o", each] for at, each in enumerate(chunks)), [99, "m", planted[2].text])
    shown = "".join(lines(redacted(made, REDACTOR)))
    text = "".join(event.data for event in redacted(made, REDACTOR).events)
    assert [left(each, text) for each in planted] == [[]] * 60
    assert not any(each.secret in shown for each in planted)
    assert redacted(made, None) is made


def test_versions_idle_time_and_speed():
    made = recorded([0, "o", "a"], [100, "o", "b"], [101, "x", "0"])
    assert [event.at for event in read(lines(made, idle_cap=2, speed=2)).events] == [0, 1]
    third = read(lines(made, version=3))
    assert third.version == 3 and [event.at for event in third.events] == [0, 100, 101]


def test_jumps():
    made = recorded([0, "o", "a"], [1, "m", "one"], [2, "o", "b\x1b[6n"], [3, "o", "c"])
    assert until(made, 2) == "ab"
    assert [mark.data for mark in chapters(made)] == ["one"]
