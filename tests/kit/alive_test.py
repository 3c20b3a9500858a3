from pathlib import Path

from cctl.host.world import World
from cctl.kit.alive import machine, snapshot
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.verb import Meta
from tests.host.live.home import S1, Home


def run(root: Path) -> Run:
    world = World({"HOME": str(root), "TZ": "UTC"}, cwd=str(root))
    return Run(Meta("sessions", "source"), world, Shared(), Out())


def test_the_machine_is_made_of_the_runs_settings(tmp_path: Path) -> None:
    (tmp_path / ".config" / "cctl").mkdir(parents=True)
    (tmp_path / ".config" / "cctl" / "config.toml").write_text("[state]\ntool_grace_s = 7\n")
    found = machine(run(tmp_path))
    assert found.now.limits.tool_grace_s == 7
    assert found.spool == f"{tmp_path}/.local/state/cctl/hook"


def test_what_is_read_once_is_kept(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.write(home.prompt(), home.rest())
    first = machine(run(tmp_path))
    [one] = snapshot(first, home.ms + 1000, 0)
    second = machine(run(tmp_path))
    [two] = snapshot(second, home.ms + 1000, 0)
    assert S1 in second.kept and second.gather.read_bytes == 0 and first.gather.read_bytes > 0
    assert one == two
    assert list(snapshot(machine(run(tmp_path)), home.ms, 1 << 60)) == []
