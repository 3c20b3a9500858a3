"""The families of record types."""

from __future__ import annotations

from cctl.records.export import fields
from cctl.records.schema import families


def test_families_are_found_and_share_no_type() -> None:
    found = families()
    assert {"work", "stream"} <= set(found)
    names = [name for members in found.values() for name in members]
    assert len(names) == len(set(names))
    assert all(name == name.lower() and " " not in name for name in names)


def test_every_type_has_the_common_fields() -> None:
    for members in families().values():
        for name, declared in members.items():
            assert {"type", "v", "ts"} <= {field.name for field in fields(declared)}, name
