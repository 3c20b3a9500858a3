"""Bringing a session's standing up to date from its files, starting from what an earlier run kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cctl.core.state.fold import Fold
from cctl.core.state.seen import Seen
from cctl.host.live.feed import Feed
from cctl.host.live.files import Transcript
from cctl.host.live.keep import Kept, keep
from cctl.host.tail import Place, Tail
from cctl.records.schema import Record


class Gather:
    """Reads sessions' files into a fold, and leaves them at their ends to be followed."""

    def __init__(self, fold: Fold, feed: Feed, tail: Tail, kept: Mapping[str, Kept]) -> None:
        self._fold, self._feed, self._tail, self._kept = fold, feed, tail, kept
        self.read_bytes = 0

    def session(self, session: str, transcripts: Iterable[Transcript], now_ms: int) -> None:
        """Everything that the files of a session hold."""
        mine = list(transcripts)
        kept = self._kept.get(session)
        places = self._valid(kept, mine) if kept else {}
        if kept and places:
            self._fold.adopt(kept.standing, Seen(kept.seen))
        for transcript in mine:
            place = places.get(transcript.path)
            self._tail.open(transcript.path, place)
            if place and place.offset == transcript.size:
                continue
            self.read_bytes += transcript.size - (place.offset if place else 0)
            for record in self.rest(transcript.path, now_ms):
                self._fold.add(record)

    def rest(self, path: str, now_ms: int, feed: Feed | None = None) -> Iterator[Record]:
        """The records of all lines that are still to be read, by our own readers or others."""
        feed = feed or self._feed
        while True:
            for chunk in self._tail.read(path):
                yield from feed.records(chunk, now_ms)
            if not self._tail.more(path):
                return

    def keep(self, session: str, transcripts: Iterable[Transcript], now_ms: int) -> Kept | None:
        """A session to be kept; None when there is nothing of it."""
        standing = self._fold.standings.get(session)
        places = [self._tail.files[each.path].place for each in transcripts if each.path in self._tail.files]
        if standing is None or not places:
            return None
        return keep(standing, self._fold.seen.get(session), places, now_ms)

    def _valid(self, kept: Kept, transcripts: list[Transcript]) -> dict[str, Place]:
        """How far the files had been read; nothing unless each of them is still the file it was."""
        now = {transcript.path: transcript for transcript in transcripts}
        places = {place.path: place for place in kept.places}
        for path, place in places.items():
            transcript = now.get(path)
            if transcript is None or transcript.inode != place.inode or transcript.size < place.offset:
                return {}
        return places


def backfill(path: str, size: int, most: int, feed: Feed, now_ms: int) -> Iterator[Record]:
    """The records of a file's last lines, marked as replayed."""
    looking = Tail(backfill=most)
    looking.cold(path, size)
    for chunk in looking.read(path):
        if chunk.replayed:
            yield from feed.records(chunk, now_ms)


def by_session(transcripts: Iterable[Transcript]) -> dict[str, list[Transcript]]:
    """Files by the session that their place names, its own before those of its sub-agents."""
    found: dict[str, list[Transcript]] = {}
    for transcript in transcripts:
        if transcript.session:
            found.setdefault(transcript.session, []).append(transcript)
    for files in found.values():
        files.sort(key=lambda each: (len(each.path), each.path))
    return found
