"""`NamedTuple` as `typing` has it, made in a tenth of the time: a verb loads fifty of them before it reads a byte.

That of `typing` compiles each annotation and each constructor when its class is made, which is a sixth of a start. Here
a constructor is a template's code with the fields for its arguments' names. A module that has them needs
`from __future__ import annotations`, as all of ours do: the annotations are names alone and are never evaluated.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 -- passed on; whoever checks types sees this
else:
    try:
        from _collections import _tuplegetter as _getter
    except ImportError:  # an interpreter of another make

        def _getter(index, told):
            from operator import itemgetter  # noqa: PLC0415 -- see above

            return property(itemgetter(index), doc=told)

    _tuple = tuple.__new__
    _TEMPLATES = {
        1: lambda _cls, a: _tuple(_cls, (a,)),
        2: lambda _cls, a, b: _tuple(_cls, (a, b)),
        3: lambda _cls, a, b, c: _tuple(_cls, (a, b, c)),
        4: lambda _cls, a, b, c, d: _tuple(_cls, (a, b, c, d)),
        5: lambda _cls, a, b, c, d, e: _tuple(_cls, (a, b, c, d, e)),
        6: lambda _cls, a, b, c, d, e, f: _tuple(_cls, (a, b, c, d, e, f)),
        7: lambda _cls, a, b, c, d, e, f, g: _tuple(_cls, (a, b, c, d, e, f, g)),
        8: lambda _cls, a, b, c, d, e, f, g, h: _tuple(_cls, (a, b, c, d, e, f, g, h)),
        9: lambda _cls, a, b, c, d, e, f, g, h, i: _tuple(_cls, (a, b, c, d, e, f, g, h, i)),
        10: lambda _cls, a, b, c, d, e, f, g, h, i, j: _tuple(_cls, (a, b, c, d, e, f, g, h, i, j)),
    }

    class _Named(tuple):
        """What they all can do."""

        __slots__ = ()

        @classmethod
        def _make(cls, values):
            made = _tuple(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **changes):
            made = self._make(map(changes.pop, self._fields, self))
            if changes:
                raise TypeError(f"Got unexpected field names: {list(changes)!r}")
            return made

        __replace__ = _replace

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            told = ", ".join([f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True)])
            return f"{type(self).__name__}({told})"

    class _Maker(type):
        def __new__(cls, name, bases, space):
            if not bases:
                return super().__new__(cls, name, bases, space)
            if bases != (NamedTuple,) or "__annotations__" not in space:
                raise TypeError(f"{name} needs fields, no other base, and `from __future__ import annotations`")
            fields = tuple(space["__annotations__"])
            defaults = {field: space[field] for field in fields if field in space}
            if tuple(defaults) != fields[len(fields) - len(defaults) :]:
                raise TypeError(f"{name} has a field without a default after one that has one")
            template = _template(len(fields))
            code = template.__code__.replace(co_varnames=("_cls", *fields), co_name="__new__")
            new = type(template)(code, {"_tuple": _tuple, "__name__": name}, "__new__", tuple(defaults.values()))
            space |= {field: _getter(index, f"Field {index}") for index, field in enumerate(fields)}
            space |= {"__slots__": (), "__new__": new, "__match_args__": fields, "_fields": fields}
            return type(name, (_Named,), space | {"_field_defaults": defaults})

    class NamedTuple(metaclass=_Maker):
        """The base to name; it leaves no trace in the classes made with it."""

    def _template(count):
        found = _TEMPLATES.get(count)
        if found is None:
            names = ", ".join([f"a{index}" for index in range(count)])
            found = _TEMPLATES[count] = eval(f"lambda _cls, {names}: _tuple(_cls, ({names},))", {"_tuple": _tuple})
        return found
