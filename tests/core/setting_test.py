"""Declared settings."""

from __future__ import annotations

from cctl.core.config import convert
from cctl.core.setting import settings


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
