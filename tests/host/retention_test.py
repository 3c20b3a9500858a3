"""Days until transcripts are deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.retention import keep_days


@pytest.mark.parametrize(
    ("text", "days"),
    [(None, 30), ("{}", 30), ('{"cleanupPeriodDays": 7}', 7), ('{"cleanupPeriodDays": "7"}', 30), ("[1]", 30),
     ("{", 30),
     ('{"cleanupPeriodDays": true}', 30), ('{"cleanupPeriodDays": -1}', 30), ("[" * 100_000, 30)],
)  # fmt: skip
def test_the_settings_say_or_the_default_holds(text: str | None, days: int, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "settings.json").write_text(text)
    assert keep_days("claude", str(tmp_path)) == days
    assert keep_days("codex", str(tmp_path)) is None
