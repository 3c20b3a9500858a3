"""The one matrix."""

import pytest

from cctl.core.effect.table import Table
from cctl.core.policy.matrix import RANK, Matrix
from tests.gate import DATA, judge

MATRIX = Matrix(Table((DATA / "judge.tab").read_text()))
CODES = sorted(MATRIX.meaning)


def test_the_named_policies() -> None:
    assert MATRIX.policies == ("readonly", "workspace", "locked")
    assert MATRIX.default == "workspace"


@pytest.mark.parametrize("code", CODES)
def test_locked_allows_nothing_and_keeps_every_floor(code: str) -> None:
    locked = MATRIX.cell("locked", code)
    assert locked in ("ask", "deny")
    assert (locked == "deny") == (MATRIX.cell("workspace", code) == "deny")


@pytest.mark.parametrize("code", CODES)
def test_a_floor_is_a_floor_everywhere(code: str) -> None:
    cells = {MATRIX.cell(policy, code) for policy in MATRIX.policies}
    assert cells == {"deny"} or "deny" not in cells


@pytest.mark.parametrize("code", CODES)
def test_only_what_is_learnable_can_be_learnt(code: str) -> None:
    learnt = MATRIX.ceiling(code) == "learn"
    assert (
        learnt
        or "learnable" not in (MATRIX.cell("readonly", code), MATRIX.cell("workspace", code))
        or (MATRIX.ceiling(code) == "user")
    )
    if learnt:
        assert MATRIX.cell("workspace", code) in ("allow", "learnable")


def test_self_protection_is_beyond_every_rule() -> None:
    assert {MATRIX.cell(policy, "SELF") for policy in MATRIX.policies} == {"deny"}
    assert MATRIX.ceiling("SELF") == "none"


@pytest.mark.parametrize("code", ["DISCARD", "DATA_DELETE", "DELETE_RECURSIVE"])
def test_a_user_rule_may_lower_what_a_human_does_on_purpose(code: str) -> None:
    assert MATRIX.cell("workspace", code) == "deny" and MATRIX.ceiling(code) == "user"


def test_an_effect_without_a_line_asks() -> None:
    assert MATRIX.cell("workspace", "NOSUCH") == "ask"
    assert MATRIX.ceiling("NOSUCH") == "none"
    assert MATRIX.worst("workspace", ["INFO", "NOSUCH"]) == "ask"


def test_the_worst_of_several_counts_and_nothing_asks() -> None:
    assert MATRIX.worst("workspace", ["INFO", "DB_READ"]) == "learnable"
    assert MATRIX.worst("workspace", ["INFO", "SELF", "DB_READ"]) == "deny"
    assert MATRIX.worst("workspace", []) == "ask"


def test_every_effect_the_code_can_give_has_a_line() -> None:
    from cctl.core.effect.role import TOUCH

    for role in TOUCH.values():
        for code in role.values():
            assert code in MATRIX.meaning, code
    assert judge().matrix.meaning == MATRIX.meaning


def test_ranks_follow_the_lattice() -> None:
    assert sorted(RANK, key=RANK.__getitem__) == ["allow", "abstain", "learnable", "ask", "deny"]
