"""The shipped tables as a judge; one per process."""

from __future__ import annotations

from cctl.core.effect.table import Table
from cctl.core.policy.judge import Judge
from cctl.host.data import shipped


def judge() -> Judge:
    """A judge over the tables of this installation."""
    return Judge(Table(shipped("judge.tab").decode()))
