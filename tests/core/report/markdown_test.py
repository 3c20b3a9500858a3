"""The report as Markdown."""

from __future__ import annotations

from datetime import UTC

from cctl.core.report.build import build
from cctl.core.report.markdown import markdown
from tests.reported import FRAME, PAGE, gathered


def test_tables_and_pictures_in_words():
    shown = "".join(markdown(PAGE, UTC))
    assert "| spent | $143 | +43 % |" in shown
    assert "## Projects" in shown and "| \\~/site |" not in shown and "| ~/site | $12.40 |" in shown
    assert "_Spend by day and model: 20 bars" in shown


def test_every_row_has_as_many_cells_as_its_head():
    width = 0
    for line in "".join(markdown(PAGE, UTC)).split("\n"):
        cells = line.replace("\\|", "").count("|")
        if line.startswith("|"):
            width = width or cells
            assert cells == width, line
        else:
            width = 0


def test_hostile_text_stays_in_its_cell():
    given = gathered()
    told = [{**each, "title": "a | b <b> @team http://x ![i](u)", "project": "p\n# c"} for each in given.sessions]
    shown = "".join(markdown(build(given._replace(sessions=told), FRAME), UTC))
    assert "\\|" in shown and "\n# c" not in shown and "\\<b" in shown and "\\@team" in shown
