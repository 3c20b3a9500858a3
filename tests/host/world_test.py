"""The machine as a command sees it."""

from __future__ import annotations

import datetime

import pytest

from cctl.host.world import World, stamp


def test_the_clock_can_be_stopped() -> None:
    assert World({"CCTL_NOW": "2026-11-20T12:00:00Z"}).now() == "2026-11-20T12:00:00.000Z"
    assert World({"CCTL_NOW": "1500"}).now_ms() == 1500
    assert abs(World({}).now_ms() - datetime.datetime.now(datetime.UTC).timestamp() * 1000) < 5000


def test_stamps_sort_as_time_does() -> None:
    times = [0, 999, 1000, 1_700_000_000_123, 4_102_444_799_999]
    assert sorted(map(stamp, times)) == [stamp(t) for t in times]
    assert stamp(1_700_000_000_123) == "2023-11-14T22:13:20.123Z"


def test_zones() -> None:
    assert World({"TZ": "UTC"}).zone() is datetime.UTC
    assert str(World({"TZ": ":Asia/Kathmandu"}).zone()) == "Asia/Kathmandu"
    assert str(World({}).zone("Australia/Lord_Howe")) == "Australia/Lord_Howe"
    assert World({"TZ": "rubbish/../../etc/passwd"}).zone() is not None
    with pytest.raises(LookupError):
        World({}).zone("Nowhere/Land")


def test_home_comes_from_the_environment() -> None:
    assert World({"HOME": "/somewhere"}).home == "/somewhere"
