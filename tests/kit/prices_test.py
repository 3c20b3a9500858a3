"""The price table of a run."""

from __future__ import annotations

from pathlib import Path

from cctl.host.world import World
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.prices import price_table
from cctl.kit.run import Run
from cctl.kit.verb import Meta


def test_overrides_change_the_table_and_its_digest(tmp_path: Path) -> None:
    def table(text: str) -> tuple[int | None, str]:
        (tmp_path / "c.toml").write_text(text)
        world = World({"HOME": str(tmp_path)}, cwd=str(tmp_path))
        made = price_table(Run(Meta("x", "source"), world, Shared(config=str(tmp_path / "c.toml")), Out()))
        return made.cost("claude-opus-4-5", 1_760_000_000_000, 1_000_000, 0, 0, 0, 0, 0, "", ""), made.digest

    plain, digest = table("")
    assert plain == 5_000_000_000
    over, other = table('[prices."claude-opus-4-5"]\ninput = 4\n')
    assert over == 4_000_000_000
    assert digest != other
