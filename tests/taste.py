"""The table of `reel.toml` as every test of reels needs it."""

from __future__ import annotations

import tomllib
from pathlib import Path

from cctl.core.redact import Redactor
from cctl.core.reel.taste import Taste
from cctl.core.reel.theme import Theme
from tests.staged import HOME

ROOT = Path(__file__).resolve().parent.parent
TASTE = Taste.of(tomllib.loads((ROOT / "cctl/data/reel.toml").read_text()))
REDACTOR = Redactor(home=HOME, user="alice")
DARK = Theme("dark", TASTE.themes["dark"])
LIGHT = Theme("light", TASTE.themes["light"])
NONE = Theme("none", TASTE.themes["none"])
