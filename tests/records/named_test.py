"""`NamedTuple` is that of `typing` in all that it does, and quicker to make."""

from __future__ import annotations

import ast
import copy
import inspect
import pickle
import subprocess
import sys
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

import cctl
from cctl.records.named import NamedTuple

SOURCES = sorted(Path(cctl.__file__).parent.rglob("*.py"))


class Ours(NamedTuple):
    """A point."""

    x: int
    y: str = "up"
    z: tuple[int, ...] = ()

    @property
    def twice(self) -> int:
        """Its x, doubled."""
        return self.x * 2

    def __str__(self) -> str:
        return f"{self.x} {self.y}"


class Theirs(typing.NamedTuple):
    """A point."""

    x: int
    y: str = "up"
    z: tuple[int, ...] = ()

    @property
    def twice(self) -> int:
        """Its x, doubled."""
        return self.x * 2

    def __str__(self) -> str:
        return f"{self.x} {self.y}"


class Wide(NamedTuple):
    """More fields than there are templates."""

    a: int
    b: int
    c: int
    d: int
    e: int
    f: int
    g: int
    h: int
    i: int
    j: int
    k: int
    last: int = 12


def swapped(value: Any) -> Any:
    return value._replace(x=1, y="down")


@pytest.mark.parametrize(
    "ask",
    [
        lambda each: each(3),
        lambda each: each(3, z=(1,)),
        lambda each: each(y="a", x=4),
        lambda each: (each(3).x, each(3).y, each(3).twice, str(each(3))),
        lambda each: repr(each(3, "it's")).partition("(")[2],
        lambda each: swapped(each(3)),
        lambda each: each(3)._asdict(),
        lambda each: list(each._make(iter((1, "b", ())))),
        lambda each: (each._fields, each._field_defaults, each.__match_args__, each.__slots__),
        lambda each: (each.__doc__, each.__module__, list(each.__annotations__)),
        typing.get_type_hints,
        lambda each: list(inspect.signature(each).parameters),
        lambda each: [part.default for part in inspect.signature(each).parameters.values()],
        lambda each: (each(3) == (3, "up", ()), hash(each(3)) == hash((3, "up", ())), each(3) < each(4)),
        lambda each: (copy.copy(each(3)), copy.deepcopy(each(3)), pickle.loads(pickle.dumps(each(3)))),
        lambda each: type(pickle.loads(pickle.dumps(each(3)))) is each,
        lambda each: (msgspec.json.encode(each(3)), msgspec.json.decode(b'[5,"q",[7]]', type=each)),
        lambda each: hasattr(each(3), "__dict__"),
        lambda each: type(each) is type and issubclass(each, tuple),
    ],
)
def test_it_answers_as_that_of_typing_does(ask: Callable[[Any], Any]) -> None:
    assert ask(Ours) == ask(Theirs)


@pytest.mark.parametrize(
    "ask",
    [
        lambda each: each(),
        lambda each: each(1, 2, 3, 4),
        lambda each: each(1, w=2),
        lambda each: each(1, x=2),
        lambda each: each._make((1, 2)),
        lambda each: setattr(each(1), "x", 2),
        lambda each: setattr(each(1), "w", 2),
    ],
)
def test_it_refuses_what_that_of_typing_refuses(ask: Callable[[Any], Any]) -> None:
    for each in (Ours, Theirs):
        with pytest.raises((TypeError, AttributeError)):
            ask(each)


def test_a_change_of_a_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(TypeError, match="w"):
        Ours(1)._replace(w=2)  # type: ignore[call-arg]  # what is to be refused
    if sys.version_info >= (3, 13):
        assert copy.replace(Ours(1), x=2) == (2, "up", ())


def test_it_takes_as_many_fields_as_there_are() -> None:
    wide = Wide(*range(11))
    assert (wide, wide.last, wide.k) == ((*range(11), 12), 12, 10)
    assert Wide(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, last=3, k=1)[-2:] == (1, 3)


def test_patterns_see_its_fields() -> None:
    match Ours(3):
        case Ours(3, y="up", z=rest):
            assert rest == ()
        case _:
            pytest.fail("no match")


@pytest.mark.parametrize(
    "body",
    [
        "class A(NamedTuple):\n    x: int = 1\n    y: int",
        "class A(NamedTuple):\n    '''Nothing.'''",
        "class A(NamedTuple, dict):\n    x: int",
    ],
)
def test_what_it_cannot_make_it_says(body: str) -> None:
    with pytest.raises(TypeError, match=r"A (needs|has)"):
        exec("from __future__ import annotations\n" + body, {"NamedTuple": NamedTuple, "__name__": "a"})


def test_making_one_compiles_nothing() -> None:
    code = (
        "import sys; from cctl.records.named import NamedTuple; seen = []\n"
        "sys.addaudithook(lambda event, _: seen.append(event) if event == 'compile' else None)\n"
        "type(NamedTuple)('A', (NamedTuple,), {'__annotations__': {'x': 'dict[str, int]', 'y': 'a.b'}, 'y': 1})\n"
        "print(seen, 'typing' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(SOURCES[0].parents[1])!r}); " + code],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n")[0] == "[] False"


def test_nothing_of_ours_uses_that_of_typing() -> None:
    using = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "typing" and path.name != "named.py":
                using += [path for name in node.names if name.name == "NamedTuple"]
    assert using == []
