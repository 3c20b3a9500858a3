"""The table of guards is made from their files."""

from __future__ import annotations

import importlib
import pkgutil

from cctl.host.hook import after, guard
from cctl.kit.pages.guard import made


def test_every_file_of_a_guard_or_note_is_in_the_table() -> None:
    text = made()["cctl/host/hook/table.py"]
    for package in (guard, after):
        for each in pkgutil.iter_modules(package.__path__):
            assert f'    ("{each.name}", ("' in text


def test_orders_are_their_own() -> None:
    for package in (guard, after):
        names = [each.name for each in pkgutil.iter_modules(package.__path__)]
        orders = [importlib.import_module(f"{package.__name__}.{name}").ORDER for name in names]
        assert len(set(orders)) == len(orders)
