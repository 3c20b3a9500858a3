"""Sessions, work, files."""

from __future__ import annotations

from cctl.core.report import worked
from cctl.core.report.field import ROWS, Gathered
from tests.plotted import sessions
from tests.reported import FRAME, gathered

GIVEN = gathered()


def test_the_dearest_sessions_first_and_the_rest_counted():
    table = worked.sessions(GIVEN, FRAME).tables[0]
    costs = [row[-2] for row in table.rows]
    assert costs == sorted(costs, reverse=True) and table.left_out == 0
    many = [{**sessions()[0], "session": f"s{at}"} for at in range(ROWS + 50)]
    assert worked.sessions(Gathered(sessions=many), FRAME).tables[0].left_out == 50
    assert len(worked.sessions(Gathered(sessions=many), FRAME).pictures[0].lanes) == 30


def test_work_and_commits():
    work = worked.work(GIVEN, FRAME)
    assert work.tables[0].rows[0][1:] == (2.0, 5.0, 9.0, 3.0, 4.0, 1.0, 1.0)
    assert work.tables[1].rows[0][2] == "Fix site"


def test_files_by_edits():
    rows = worked.files(GIVEN, FRAME).tables[0].rows
    assert [row[2] for row in rows] == [2.0, 1.0]
