"""A missing extra is one clear line."""

from __future__ import annotations

import importlib.util

import pytest

from cctl.media.missing import need
from cctl.records.errors import Unavailable


def test_a_missing_package_names_its_extra(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Unavailable, match="imageio is not installed") as raised:
        need("imageio", "imageio_ffmpeg")
    assert raised.value.hint == "pip install 'cctl[video]'"
    assert raised.value.exit == 69


def test_what_is_there_is_fine():
    need()
