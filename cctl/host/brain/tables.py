"""The shipped tables as a judge; one per process, with the id that tells which tables they are."""

from __future__ import annotations

from cctl.core.effect.table import Table
from cctl.core.policy.judge import Judge
from cctl.host.data import shipped


def judge() -> Judge:
    """A judge over the tables of this installation."""
    return identified()[0]


def identified() -> tuple[Judge, str]:
    """The judge, and the id of its tables: what was learnt with others is learnt anew."""
    from cctl.core.digest import digest  # noqa: PLC0415 -- a hash of C's own, without OpenSSL

    text = shipped("judge.tab").decode()
    return Judge(Table(text)), digest(text)
