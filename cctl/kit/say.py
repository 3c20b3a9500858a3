"""Talk on stderr: one line, one prefix, never a terminal escape that came from somebody else's text."""

from __future__ import annotations

import sys


class ReaderGone(Exception):
    """Standard output was closed by its reader."""


def visible(text: str) -> str:
    """Text with every control character made visible, so that hostile input can't drive a terminal."""
    if text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char.isprintable():
        return char
    code = ord(char)
    if code < 32:
        return chr(0x2400 + code)  # the control pictures: ␛ for escape, ␊ for a line feed
    if code == 127:
        return "␡"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


class Say:
    """What one command says on stderr."""

    def __init__(self, verb: str, *, quiet: bool = False, verbose: bool = False) -> None:
        self.verb, self.quiet, self.verbose = verb, quiet, verbose
        self._said: set[str] = set()

    def warn(self, message: str) -> None:
        """A warning; `-q` silences it."""
        if not self.quiet:
            self._write(message)

    def once(self, key: str, message: str) -> None:
        """A warning that one run gives once."""
        if key not in self._said:
            self._said.add(key)
            self.warn(message)

    def detail(self, message: str) -> None:
        """What was read and why things were skipped; only with `-v`."""
        if self.verbose:
            self._write(message)

    def error(self, message: str) -> None:
        """Why the command can't go on; nothing silences it."""
        self._write(message)

    def _write(self, message: str) -> None:
        if sys.stderr is None:
            return  # closed before we began; the exit status still tells
        try:
            sys.stderr.write(f"cctl {self.verb}: {visible(message)}\n" if self.verb else f"cctl: {visible(message)}\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            pass  # nobody listens; the exit status still tells
