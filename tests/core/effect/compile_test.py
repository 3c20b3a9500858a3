"""From the tables people write to the one text the gate reads."""

import pytest

from cctl.core.effect.compile import TableError, compile_tables
from cctl.core.effect.handlers import HANDLERS
from cctl.core.effect.table import Table

POLICY = {"policies": "strict loose", "default": "loose", "effect": {"INFO READ(project)": "ask allow user  looks"}}
PLACES = {"weight": "secret persist", "part": {"secret": ".ssh"}, "ends": {"secret": ["pem"]}}


def compiled(family: dict[str, object]) -> Table:
    return Table(compile_tables({"test": family}, POLICY, PLACES, frozenset(HANDLERS)))


def test_lists_are_put_in_and_names_shared() -> None:
    table = compiled({"_lists": {"out": "-o=_"}, "alpha|beta": "INFO &out"})
    assert table.section("beta") == {"": "INFO -o=_"}


def test_policy_and_places_have_sections_of_their_own() -> None:
    table = compiled({})
    assert table.section("!policy") == {
        "policies": "strict loose",
        "default": "loose",
        "INFO": "ask allow user looks",
        "READ(project)": "ask allow user looks",
    }
    assert table.section("!places") == {"weight": "secret persist", "part secret": ".ssh", "ends secret": "pem"}


def test_the_same_tables_give_the_same_bytes() -> None:
    family = {"b": "INFO", "a": {"": "INFO", "x|y": "READ(project)"}}
    first = compile_tables({"test": family}, POLICY, PLACES, frozenset(HANDLERS))
    again = compile_tables({"test": dict(reversed(family.items()))}, POLICY, PLACES, frozenset(HANDLERS))
    assert first == again


@pytest.mark.parametrize(
    ("family", "complaint"),
    [
        ({"a": "NOSUCH"}, "no effect named NOSUCH"),
        ({"a": "-f:NOSUCH"}, "no effect named NOSUCH"),
        ({"a": "<z>"}, "no role named z"),
        ({"a": "@nosuch"}, "no handler named nosuch"),
        ({"a": "%nosuch"}, "no attribute named nosuch"),
        ({"a": "&nosuch"}, "no list named &nosuch"),
        ({"a|b": "INFO", "b": "INFO"}, "b is described twice"),
        ({"a": {"x|y": "INFO", "y": "INFO"}}, "y is described twice"),
        ({"_verbs": {"v": {"list list": "INFO"}}}, "list is described twice"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(family: dict[str, object], complaint: str) -> None:
    with pytest.raises(TableError) as problem:
        compiled(family)
    assert complaint in str(problem.value)
    assert str(problem.value).startswith("test: ")


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(TableError) as problem:
        compiled({"a": "NOSUCH <z> %nosuch"})
    assert len(str(problem.value).splitlines()) == 3


def test_a_matrix_with_a_wrong_cell_is_refused() -> None:
    policy = {**POLICY, "effect": {"INFO": "maybe allow user  looks"}}
    with pytest.raises(TableError, match="INFO"):
        compile_tables({}, policy, PLACES, frozenset(HANDLERS))
