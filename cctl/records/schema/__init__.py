"""The record types, one file per family; the only place where a field of the wire is named.

Records are plain dicts typed by `TypedDict`, so a field that is not known here survives by construction. Each
family module declares `RECORDS`, a map from the value of `type` to its TypedDict; `families()` finds them, so that
a new family is a new file and nothing central is edited. Fields are documented where they are declared, with
`Annotated[..., "what it is"]`; the exporter turns the same declaration into JSON Schema and `cctl-records(5)`.
"""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]


def families() -> dict[str, dict[str, type]]:
    """Every family's record types, family by family, in the order of their names."""
    import importlib  # noqa: PLC0415 -- only the exporter and the checks need the registry
    import pkgutil  # noqa: PLC0415 -- see above

    found = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda each: each.name):
        declared = importlib.import_module(f"{__name__}.{module.name}")
        if hasattr(declared, "RECORDS"):
            found[module.name] = declared.RECORDS
    return found
