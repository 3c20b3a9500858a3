"""The shared flags."""

from __future__ import annotations

import click
import pytest

from cctl.kit.options import Shared, Size, columns_of, take_shared


@pytest.mark.parametrize(
    ("text", "size"),
    [("4096", 4096), ("64K", 65536), ("1.5M", 1572864), ("2GiB", 2 << 30), ("16mb", 16 << 20), ("0", 0)],
)
def test_sizes(text: str, size: int) -> None:
    assert Size().convert(text, None, None) == size


@pytest.mark.parametrize("text", ["", "K", "12X", "-1", "1e999", "9999999T", "nan"])
def test_what_is_no_size_is_said(text: str) -> None:
    with pytest.raises(click.BadParameter):
        Size().convert(text, None, None)


def test_shared_flags_are_taken_out_and_the_rest_left() -> None:
    options = {"format": None, "json_lines": True, "strict": True, "since": "1h"}
    shared = take_shared(options)
    assert shared == Shared(format="jsonl", strict=True)
    assert options == {"since": "1h"}


def test_columns_are_split_at_commas() -> None:
    command = click.Command("x")
    context = click.Context(command)
    assert columns_of(context, click.Option(["-c"]), " a, b.c ,,") == ("a", "b.c")
    assert columns_of(context, click.Option(["-c"]), None) == ()
