"""The data files that cctl ships: tables of prices, programs and policies are data, read as bytes by their name."""

from __future__ import annotations

import os

from cctl.records.errors import NoInput

_FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data")  # noqa: PTH100, PTH118, PTH120 -- pathlib costs 9 ms at every start


def shipped(name: str) -> bytes:
    """The content of a data file."""
    try:
        with open(f"{_FOLDER}/{name}", "rb") as file:  # noqa: PTH123 -- see above
            return file.read()
    except OSError as problem:
        raise NoInput(
            f"{_FOLDER}/{name}: {problem.strerror}", hint="this installation is damaged; install cctl anew"
        ) from None
