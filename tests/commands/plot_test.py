"""`plot` in a pipe behind `stats`: the picture comes out, whatever else the stream holds."""

from __future__ import annotations

from tests.cctl_run import cctl
from tests.plotted import by_day_and_model


def test_the_rest_of_a_stream_is_passed_over(tmp_path):
    end = {"type": "end", "v": 1, "ts": "", "of": "stats", "records": 1, "errors": 0, "exit": 0}
    done = cctl("plot", home=tmp_path, stdin=[{"type": "x_other", "v": 1, "ts": ""}, *by_day_and_model(), end])
    assert done.returncode == 0 and done.stdout.startswith("Spend by day and model\n")
    assert '"end"' not in done.stdout and "x_other" not in done.stdout
