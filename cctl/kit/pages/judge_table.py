"""The compiled tables of the gate, `cctl/data/judge.tab`, from `policy.toml`, `policy-places.toml` and `programs/`."""

from __future__ import annotations

import tomllib
from pathlib import Path

from cctl.core.effect.compile import compile_tables
from cctl.core.effect.handlers import HANDLERS

DATA = Path(__file__).resolve().parents[2] / "data"


def made() -> dict[str, str]:
    """The one text the gate reads."""
    programs = {path.stem: tomllib.loads(path.read_text()) for path in sorted((DATA / "programs").glob("*.toml"))}
    policy = tomllib.loads((DATA / "policy.toml").read_text())
    places = tomllib.loads((DATA / "policy-places.toml").read_text())
    return {"cctl/data/judge.tab": compile_tables(programs, policy, places, frozenset(HANDLERS))}
