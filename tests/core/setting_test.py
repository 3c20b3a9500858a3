"""Declared settings."""

from __future__ import annotations

import pytest

from cctl.core.config import convert
from cctl.core.setting import default, settings


def test_every_setting_is_whole() -> None:
    for name, setting in settings().items():
        assert setting.name == name
        assert setting.doc.rstrip(")").endswith("."), name
        if setting.default not in (None, ""):
            assert convert(setting, setting.default) == setting.default, name
        if setting.kind == "choice":
            assert setting.default in setting.choices, name
        if setting.kind == "command":
            assert setting.tightens == "never", f"{name}: a repository must not name commands"


def test_a_default_is_found_alone() -> None:
    for name, setting in settings().items():
        assert default(name) == setting.default
    with pytest.raises(KeyError):
        default("no.such.setting")
