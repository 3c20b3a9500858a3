"""The folders that are watched, also those that aren't there yet.

A machine on which an agent has never run has no home for it, and the first session makes the folder of registries only
when it registers itself. So the nearest folder that is there is watched for the way down to appear.
"""
# ruff: noqa: PTH112, PTH208 -- pathlib costs 9 ms at every start

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from cctl.host.live.files import Files, below


class Grounds:
    """Where something of interest appears: transcripts anywhere below some folders, files right in others."""

    def __init__(self, files: Files, flat: Iterable[str], watch: Callable[[str], None]) -> None:
        self._files, self._flat, self._watch = files, list(flat), watch
        self._deep = files.bases()
        self._missing: set[str] = set()

    def begin(self) -> None:
        """Watch all that there is."""
        for folder in [*self._deep, *self._flat]:
            self._way(folder)

    def appeared(self, folder: str) -> set[str]:
        """Watch what came with a folder; the files in it that are of interest."""
        if any(folder.startswith(f"{base}/") for base in self._deep):
            return self._below(folder)
        return self._ways(folder)

    def gone(self, folder: str) -> set[str]:
        """A folder is no more: what lay in it is waited for again. The files of one that is back already."""
        return self._ways(folder)

    def look(self) -> set[str]:
        """Files in folders that came back without anyone telling."""
        return {path for folder in sorted(self._missing) for path in self._way(folder)}

    def _ways(self, through: str) -> set[str]:
        """Watch all that lies in or below a folder."""
        folders = [each for each in (*self._deep, *self._flat) if f"{each}/".startswith(f"{through}/")]
        return {path for folder in folders for path in self._way(folder)}

    def _way(self, folder: str) -> set[str]:
        """Watch a folder, or as much of the way to it as there is."""
        at, watched = _nearest(folder), ""
        while at != watched:  # the next step may come while this one is not yet watched
            self._watch(at)
            at, watched = _nearest(folder), at
        if at != folder:
            self._missing.add(folder)
            return set()
        self._missing.discard(folder)
        return self._below(folder) if folder in self._deep else _files(folder)

    def _below(self, folder: str) -> set[str]:
        for each in below(folder):
            self._watch(each)
        return set(self._files.inside(folder))


def _nearest(folder: str) -> str:
    """A folder, or the innermost one around it that is there."""
    while folder and not os.path.isdir(folder):
        folder = folder.rpartition("/")[0]
    return folder or "/"


def _files(folder: str) -> set[str]:
    try:
        return {f"{folder}/{name}" for name in os.listdir(folder)}
    except OSError:
        return set()
