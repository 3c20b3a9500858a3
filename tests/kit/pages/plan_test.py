"""`cctl-plan(5)`: every key is explained."""

from __future__ import annotations

from cctl.core.plan import key
from cctl.kit.pages import plan


def test_every_key_is_explained_and_no_other() -> None:
    assert plan._PLAN.keys() == key.PLAN.keys()
    assert plan._TASK.keys() == key.TASK.keys()
    told = " ".join(name for name, _ in plan._VERIFY) + " ".join(text for _, text in plan._VERIFY)
    assert all(name in told for name in key.VERIFY.keys() - {"kind", "command", "prompt"})


def test_the_page_is_made_of_them() -> None:
    (text,) = plan.made().values()
    assert "max_parallel" in text
    assert "idempotent" in text
