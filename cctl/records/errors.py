"""What can go wrong, as classes: a stable slug, the exit status, and what to do about it.

They stand in the lowest layer because every layer raises them. The table in `cctl(1)` is made from here, and a check
holds slugs and codes free of duplicates.
"""

from __future__ import annotations


class CctlError(Exception):
    """A command can't go on: one line for people, one slug and one exit status for scripts."""

    code = "bug"
    exit = 1
    hint = ""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        if hint:
            self.hint = hint


class UsageError(CctlError):
    """A flag or an argument is wrong."""

    code, exit = "usage", 2


class BadData(CctlError):
    """A record is bad and `--strict` was asked for."""

    code, exit = "bad_data", 65


class BadPlan(CctlError):
    """A plan of tasks can't be run as it stands."""

    code, exit = "bad_plan", 65


class NoInput(CctlError):
    """A file, folder or session that was named isn't there or can't be read."""

    code, exit = "no_input", 66


class Unavailable(CctlError):
    """Something that is needed can't be reached or isn't installed."""

    code, exit = "unavailable", 69


class CannotWrite(CctlError):
    """A file could not be written: no space, no permission, or it is there already."""

    code, exit = "cannot_write", 73


class Locked(CctlError):
    """Another process holds what is needed; try again."""

    code, exit = "locked", 75


class Protocol(CctlError):
    """A record is of a newer version than this cctl knows, and `--strict` was asked for."""

    code, exit = "newer_schema", 76


class NotPermitted(CctlError):
    """Not allowed to do that."""

    code, exit = "not_permitted", 77


class BadConfig(CctlError):
    """A configuration or rule file can't be used."""

    code, exit = "bad_config", 78


class BadDatabase(CctlError):
    """A database of cctl can't be used: damaged, newer, locked, full or on a network file system."""

    code, exit = "database", 69


RECORD_CODES = {
    "bad_json": "a line that is no JSON",
    "bad_number": "a number that nothing can hold: more than 4,300 digits, or no number at all",
    "not_an_object": "a line that is JSON, but no object",
    "too_deep": "a line nested more deeply than it can be read",
    "line_too_long": "a line over --max-line; what stood on it is not read",
    "bad_field": "a record whose fields hold what nobody declared; it passes on unread",
    "bad_scenario": "a scenario that can't be judged as it stands",
    "bad_run": "a run's folder that can't be read",
}
"""Codes of `error` records beside those of the classes above: about one line or one file; the rest goes on."""
