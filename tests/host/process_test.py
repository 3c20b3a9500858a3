import os

from cctl.host.process import Meter, Seen, ancestors, exists, life, processes, tree
from tests.host.processes_fake import Table, process


def test_a_living_process_with_its_start_is_alive() -> None:
    assert life(Table(process(7, start="55")), 7, "55") == "alive"


def test_a_pid_that_came_back_as_another_process_is_other() -> None:
    assert life(Table(process(7, start="56")), 7, "55") == "other"


def test_a_living_pid_without_a_known_start_proves_nothing() -> None:
    assert life(Table(process(7)), 7, "") == "unknown"


def test_a_process_that_hides_its_details_is_unknown_not_dead() -> None:
    assert life(Table(hidden=(7,)), 7, "55") == "unknown"


def test_a_zombie_and_a_missing_pid_are_dead_and_nonsense_is_unknown() -> None:
    assert life(Table(process(7, start="55", zombie=True)), 7, "55") == "dead"
    assert life(Table(), 7, "55") == "dead"
    assert life(Table(), 0, "55") == "unknown"
    assert life(Table(), -4, "") == "unknown"


def test_the_tree_holds_all_descendants_once_even_if_the_table_has_a_circle() -> None:
    table = Table(process(2), process(3, 2), process(4, 3), process(9), process(5, 6), process(6, 5)).all()
    assert [row.pid for row in tree(table, 2)] == [2, 3, 4]
    assert [row.pid for row in tree(table, 5)] == [5, 6]
    assert tree(table, 77) == []


def test_ancestors_go_up_and_stop_at_a_circle() -> None:
    table = Table(process(2, 1), process(3, 2), process(4, 3), process(5, 6), process(6, 5)).all()
    assert ancestors(table, 4) == [3, 2, 1]
    assert ancestors(table, 5) == [6, 5]


def test_use_is_measured_between_two_looks_over_the_whole_tree() -> None:
    meter = Meter()
    first = Table(process(2, cpu_s=10.0), process(3, 2, cpu_s=5.0)).all()
    assert meter.look(first, 2, 100.0).cpu_ratio is None
    second = Table(process(2, cpu_s=10.5), process(3, 2, cpu_s=6.5), process(4, 3, cpu_s=1.0)).all()
    use = meter.look(second, 2, 102.0)
    assert use.cpu_ratio == 1.5
    assert (use.rss_bytes, use.processes) == (3000, 3)


def test_a_reused_pid_brings_no_use_of_the_process_before_it() -> None:
    meter = Meter()
    meter.look(Table(process(2, cpu_s=1.0), process(3, 2, start="a", cpu_s=50.0)).all(), 2, 0.0)
    use = meter.look(Table(process(2, cpu_s=1.0), process(3, 2, start="b", cpu_s=0.0)).all(), 2, 1.0)
    assert use.cpu_ratio == 0.0


def test_a_clock_that_goes_back_gives_no_ratio() -> None:
    meter = Meter()
    meter.look(Table(process(2, cpu_s=1.0)).all(), 2, 5.0)
    assert meter.look(Table(process(2, cpu_s=2.0)).all(), 2, 4.0).cpu_ratio is None


def test_forgetting_starts_anew() -> None:
    meter = Meter()
    meter.look(Table(process(2, cpu_s=1.0)).all(), 2, 5.0)
    meter.forget([])
    assert meter.look(Table(process(2, cpu_s=9.0)).all(), 2, 6.0).cpu_ratio is None


def test_this_machine_knows_this_process() -> None:
    table = processes()
    me = table.find(os.getpid())
    assert me is not None and me.start and me.parent == os.getppid()
    assert life(table, me.pid, me.start) == "alive"
    assert life(table, me.pid, me.start + "1") == "other"
    assert exists(1)


def test_who_was_seen_a_moment_ago_is_not_looked_for_again() -> None:
    table = Table(process(8))
    seen = Seen(table, {7: process(7)})
    assert (seen.find(7), seen.find(8), seen.find(9)) == (process(7), process(8), None)
    assert seen.exists(8) and not seen.exists(7)
