"""One task per combination."""

from __future__ import annotations

import pytest

from cctl.core.plan.key import Wrong
from cctl.core.plan.matrix import multiplied


def test_every_combination_has_its_name_and_its_values() -> None:
    table = {"name": "t", "matrix": {"os": ["linux", "mac"], "py": [3.11, 3.12]},
             "command": ["run", "{{ matrix.os }}/{{matrix.py}}"], "env": {"OS": "{{matrix.os}}"}}  # fmt: skip
    found = multiplied(table)
    assert [each.values["name"] for each in found] == ["t.linux.3.11", "t.linux.3.12", "t.mac.3.11", "t.mac.3.12"]
    assert found[3].values == {"name": "t.mac.3.12", "command": ["run", "mac/3.12"], "env": {"OS": "mac"}}
    assert {each.family for each in found} == {"t"}


def test_values_that_no_name_can_hold_stay_apart() -> None:
    names = [each.values["name"] for each in multiplied({"name": "t", "matrix": {"x": ["a b", "a/b", "", True]}})]
    assert len(set(names)) == 4
    assert names[0] == "t.a-b"
    assert names[3] == "t.true"


def test_other_places_stay() -> None:
    (found,) = multiplied(
        {"name": "t", "matrix": {"x": ["{{matrix.y}}"]}, "prompt": "{{matrix.x}} {{matrix.z}} {{a.stdout}}"}
    )
    assert found.values["prompt"] == "{{matrix.y}} {{matrix.z}} {{a.stdout}}"


def test_without_a_matrix_it_is_itself() -> None:
    assert multiplied({"name": "a"})[0].family == ""


@pytest.mark.parametrize(
    "matrix", [{}, [], {"a": []}, {"a": "x"}, {"a": [[1]]}, {f"k{i}": [*range(10)] for i in range(5)}]
)
def test_wrong_ones(matrix: object) -> None:
    with pytest.raises(Wrong):
        multiplied({"name": "t", "matrix": matrix})
