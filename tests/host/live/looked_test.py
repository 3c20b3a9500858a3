from pathlib import Path

from cctl.host.live import looked
from cctl.host.process import Meter
from tests.host.processes_fake import process


def seen(cpu_s: float) -> Meter:
    meter = Meter()
    meter.look({7: process(7, cpu_s=cpu_s)}, 7, 1000.0)
    return meter


def test_a_look_of_an_earlier_run_tells_what_was_used_since(tmp_path: Path) -> None:
    looked.save(str(tmp_path / "cache"), seen(2.0), 1000.0)
    meter = looked.load(str(tmp_path / "cache"), 1010.0)
    assert meter.look({7: process(7, cpu_s=7.0)}, 7, 1010.0).cpu_ratio == 0.5
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [looked.FILE]


def test_a_pid_that_was_another_process_then_tells_nothing(tmp_path: Path) -> None:
    looked.save(str(tmp_path), seen(2.0), 1000.0)
    meter = looked.load(str(tmp_path), 1010.0)
    assert meter.look({7: process(7, start="101", cpu_s=7.0)}, 7, 1010.0).cpu_ratio is None


def test_an_old_look_one_from_the_future_and_a_damaged_one_tell_nothing(tmp_path: Path) -> None:
    looked.save(str(tmp_path), seen(2.0), 1000.0)
    table = {7: process(7, cpu_s=7.0)}
    for now_s in (1000.0 + looked.FRESH_S + 1, 999.0):
        assert looked.load(str(tmp_path), now_s).look(table, 7, now_s).cpu_ratio is None
    (tmp_path / looked.FILE).write_bytes(b"\xff\x00nonsense")
    assert looked.load(str(tmp_path), 1010.0).seen() == ([], [])


def test_what_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    looked.save(str(tmp_path / "file"), seen(2.0), 1000.0)
    assert looked.load(str(tmp_path / "file"), 1010.0).seen() == ([], [])
