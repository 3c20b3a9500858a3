"""`cctl-policy(7)` is the matrix the gate judges by."""

from __future__ import annotations

from cctl.kit.pages import policies
from cctl.kit.roff import escaped
from tests.gate import judge


def test_every_effect_stands_with_its_verdicts() -> None:
    page = policies.made()["man/cctl-policy.7"]
    matrix = judge().matrix
    lines = page.splitlines()
    assert len(matrix.lower) > len(matrix.policies)
    for code, lower in matrix.lower.items():
        row = next(line.split() for line in lines if line.split()[:1] == [escaped(code)])
        assert row[1:] == [*(matrix.cell(name, code) for name in matrix.policies), lower]
        assert f"    {escaped(matrix.meaning[code])}" in lines


def test_every_word_of_the_table_is_explained() -> None:
    page = policies.made()["man/cctl-policy.7"]
    matrix = judge().matrix
    words = {matrix.cell(name, code) for name in matrix.policies for code in matrix.lower} | set(matrix.lower.values())
    assert words == {name for name, _ in (*policies._CELLS, *policies._LOWER)}
    assert all(word in page for word in words)
