"""Which files a patch would write to, whatever number of leading folders is stripped from its names."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADS = (b"+++ ", b"--- ", b"rename to ", b"copy to ", b"*** ")
MOST = 2000  # names


def targets(patch: bytes) -> Iterator[str]:
    """Every path in the heads of a patch, as it stands and with each of its leading folders taken off."""
    left = MOST
    for line in patch.split(b"\n"):
        head = next((each for each in _HEADS if line.startswith(each)), None)
        if head is None:
            continue
        name = line[len(head) :].split(b"\t")[0].strip().strip(b'"').decode("utf-8", "replace")
        left -= 1
        while name and left > 0:
            yield name
            name = name.partition("/")[2]
