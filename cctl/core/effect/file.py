"""Removing, copying, linking, changing modes, formatting disks."""

from __future__ import annotations

from cctl.core.effect.path import normal
from cctl.core.effect.role import TOUCH
from cctl.core.effect.survey import GRAVE
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey

_LETTERED = ("sd", "hd", "vd", "xvd")
_NUMBERED = (
    "nvme", "mmcblk", "pmem", "dax", "disk", "rdisk", "md", "dm-", "loop", "nbd", "zd", "sr", "ram", "fd", "drbd",
    "rbd", "zram",
)  # fmt: skip


def do_remove(s: Survey, args: Args) -> None:
    """`rm`: with `-r` whole folders; a quoted pattern outside names no such file."""
    flags = args.flags
    recursive = bool(flags & {"-r", "-R", "--recursive"}) or args.base.attrs.get("pass") == "recursive"
    forced = bool(flags & {"-f", "--force"})
    if not args.operands or flags & {"--help", "--version"}:
        s.add("UNCLEAR", "rm")  # some print their help wherever it is asked for, others delete first
        return
    for word in args.operands:
        if recursive:
            s.add(*whole(s, word, forced))
        elif "$(" in word.raw or ":-" in word.raw:
            s.add("DELETE(unknown)", word.raw)  # reached through an expansion: asked about, not denied
        else:
            s.touch("d", word)


def whole(s: Survey, word: Word, forced: bool) -> tuple[str, str]:
    """The effect of removing a folder with all in it."""
    place = s.place(word)
    if place in ("unknown", "given") and bare(word) and s.names.get(_variable(word)) == "mktemp":
        return "DELETE_RECURSIVE(tmp)", word.raw
    if place in ("unknown", "given"):
        default = word.raw.partition(":-")[2].rstrip('"}')
        grave = default and s.place(Word(default, default, word.start, word.end)) in GRAVE
        sure = ".." in word.raw or bare(word) or grave or (forced and not word.dynamic)
        return ("DELETE_RECURSIVE" if sure else "DELETE_RECURSIVE(unknown)"), word.raw
    if place == "outside" and not word.glob and any(c in word.text for c in "*?["):
        return "DELETE_RECURSIVE(unknown)", word.text
    if not forced and place in ("project", "sensitive", "outside", "home") and s.path(word) != s.ground.project:
        return "DELETE_RECURSIVE(asked)", word.text
    return TOUCH["D"][place], word.text


def bare(word: Word) -> bool:
    """Whether a word is a variable and no more: unset or wrong, it names anything at all."""
    raw = word.raw.replace('"', "").rstrip("/*")
    if raw == "{}":  # whatever `xargs` reads
        return True
    name = _variable(word)
    several = name.removesuffix("[@]").removesuffix("[*]")
    return raw[:1] == "$" and (name in "@*" or several.replace("_", "a").isalnum()) and name != "TMPDIR"


def _variable(word: Word) -> str:
    """The name in a word that is a variable and no more."""
    raw = word.raw.replace('"', "").rstrip("/*")
    return raw[2:-1] if raw[:2] == "${" and raw[-1:] == "}" else raw[1:]


def do_copy(s: Survey, args: Args) -> None:
    """`cp`, `mv`, `install`: sources are read (and, moved, gone), the target is written."""
    words = list(args.operands)
    moved = args.base.attrs.get("pass") == "move"
    target = args.value("-t", "--target-directory")
    folder = target is not None
    if "-d" in args.flags and args.base.attrs.get("pass") == "install":
        for word in words:
            s.touch("w", word)
        return
    if target is None:
        if not words and not args.flags:
            return  # called with nothing, it only says how it is called
        if len(words) < 2:
            s.add("UNCLEAR", args.words[0].text)
            return
        target = words.pop()
    for word in words:
        s.touch("i" if "--attributes-only" in args.flags else "K", word)
        if moved and "-n" not in args.flags:
            place = s.place(word)
            whole = place == "project" and not word.glob and s.path(word) == s.ground.project
            if whole or place in ("root", "device", "authority") or _of_the_system(s, word, place):
                s.add("DELETE_RECURSIVE", word.text)
            else:
                s.touch("w", word)
                if word.text.rstrip("/").rpartition("/")[2].lower() in (".claude", ".codex"):
                    s.add("SELF", word.text)  # moved away, the settings in it no longer hold
    s.touch("w", target)
    if args.flags & {"-l", "--link", "-s", "--symbolic-link"}:
        _linked(s, words, target)
    _inside(s, words, target, folder or len(words) > 1)


def _of_the_system(s: Survey, word: Word, place: str) -> bool:
    """Whether a word names one of the folders at the top (`/etc`), or all that lies in such a place."""
    if word.glob:
        return s.place(_folder(word)) in ("root", "system")
    return place == "system" and (s.path(word) or "").count("/") == 1


def _folder(word: Word) -> Word:
    text = word.text.rpartition("/")[0] or "/" if "/" in word.text else "."
    return Word(text, word.raw, word.start, word.end, word.dynamic)


def _inside(s: Survey, words: list[Word], target: Word, folder: bool) -> None:
    """A target that is a folder receives files under the names of the sources."""
    if target.dynamic or target.glob:
        return
    for word in words:
        name = word.text.rstrip("/").rpartition("/")[2]
        if word.dynamic or not name or name in (".", ".."):
            continue
        path = normal(f"{target.text}/{name}", s.cwd, s.home)
        if path is None:
            continue
        place = s.ground.place(path)
        if place in GRAVE and place not in ("home", "outside", "system", "root"):
            s.touch("w", Word(f"{target.text}/{name}", target.raw, target.start, target.end))
        elif folder or target.text[-1:] in "/.":
            s.wrote.append(path)


def do_link(s: Survey, args: Args) -> None:
    """`ln`: writing through a link writes its target, so a link to something grave is a write to it."""
    words = list(args.operands)
    target = args.value("-t", "--target-directory")
    if target is None and len(words) > 1:
        target = words.pop()
    for word in words:
        s.touch("k", word)
        if s.place(word) in ("secret", "agent-config", "cctl-self", "authority", "device", "persist", "vcs-internal"):
            s.touch("w", word)
    s.touch("w", target if target is not None else Word(".", ".", s.start, s.end))
    _linked(s, words, target)


def _linked(s: Survey, words: list[Word], target: Word | None) -> None:
    """Remember what a link leads to: the rest of the call may write through it."""
    for word in words:
        path = s.path(word)
        link = s.path(target) if target is not None else None
        if path is None or word.glob:
            continue
        name = path.rpartition("/")[2]
        for made in (link, normal(f"{link or '.'}/{name}", s.cwd, s.home)):
            if made is not None and made != path:
                s.links[made] = path


def do_mode(s: Survey, args: Args) -> None:
    """`chmod`, `chown`, `chgrp`: the first operand says what, the rest are changed."""
    words = args.operands if args.value("--reference") is not None else args.operands[1:]
    mode = args.operands[0].text if args.operands else ""
    if args.words[0].text.endswith("mod") and (("s" in mode and "+" in mode) or (len(mode) == 4 and mode[0] in "2467")):
        s.add("PRIV", mode)  # whoever runs it gets its owner's rights
    role = "M" if args.flags & {"-R", "--recursive"} else "m"
    for word in words:
        s.touch(role, word)


def do_disk(s: Survey, args: Args) -> None:
    """`mkfs`, `fdisk`, `parted`: only something that is called like a disk is one."""
    seen = False
    if args.replaced is not None or any(word.text in ("print", "p") for word in args.operands[1:]):
        s.add("INFO", args.words[0].text)  # it was told only to look
        return
    for word in args.words[1:]:  # a disk that looks like an option's value is still one
        text = word.text
        if is_disk(text) and not args.help and "--help" not in args.flags:
            s.add("DISK", text)
            seen = True
    if not seen:
        s.add("SERVICE", args.words[0].text)


def is_disk(path: str) -> bool:
    """Whether a path is what a disk, a partition or a volume is called."""
    if not path.startswith("/dev/"):
        return False
    name = path[5:]
    if name.startswith(("mapper/", "disk/", "vg", "zvol/")):
        return True
    if any(name.startswith(head) and name[len(head) : len(head) + 1].isalpha() for head in _LETTERED):
        return True
    return any(
        name.startswith(head) and name[len(head) : len(head) + 1].isdigit() and name == name.lower()
        for head in _NUMBERED
    )
