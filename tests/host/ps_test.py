from cctl.host.process import Identity
from cctl.host.ps import Ps, row, seconds

LINE = "  501   1   501  20480 S+   0:02.50 Thu Nov 19 10:00:00 2026 /usr/local/bin/claude code"


def test_a_line_of_ps_is_read_with_a_name_that_has_blanks() -> None:
    found = row(LINE)
    assert found is not None
    assert found.identity == Identity(501, "Thu Nov 19 10:00:00 2026")
    assert (found.parent, found.cpu_s, found.rss_bytes, found.zombie) == (1, 2.5, 20480 * 1024, False)
    assert found.name == "/usr/local/bin/claude code"


def test_lines_that_are_no_rows_are_none() -> None:
    assert row("") is None
    assert row("ps: illegal option -- Q") is None
    assert row(LINE.replace("501", "abc", 1)) is None


def test_processor_time_has_days_hours_and_fractions() -> None:
    assert seconds("0:02.50") == 2.5
    assert seconds("01:02:03") == 3723.0
    assert seconds("2-01:00:00") == 2 * 86400 + 3600


def test_one_run_answers_all_questions_of_a_moment() -> None:
    runs: list[list[str]] = []
    now = [0.0]

    def run(arguments: list[str]) -> str:
        runs.append(arguments)
        return LINE + "\n"

    table = Ps(run, lambda: now[0])
    assert table.find(501) and table.find(502) is None
    assert len(runs) == 1
    now[0] = 1.0
    assert table.find(501)
    assert len(runs) == 2


def test_a_signal_is_refused_when_the_start_differs() -> None:
    table = Ps(lambda arguments: LINE + "\n", lambda: 0.0)
    assert table.signal(Identity(501, "Thu Nov 19 10:00:01 2026"), 9) is False


def test_a_machine_without_ps_has_an_empty_table() -> None:
    assert Ps(lambda arguments: "", lambda: 0.0).all() == {}
