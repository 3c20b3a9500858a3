"""Archives and compressors: what goes in is read, what comes out is written."""

from __future__ import annotations

from cctl.core.effect.analyze import shell_text
from cctl.core.effect.scan import rest
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey

_MODES = {
    "x": {"-x", "--extract", "--get"},
    "c": {"-c", "--create", "-r", "--append", "-u", "--update", "-A", "--concatenate", "--catenate", "--delete"},
    "t": {"-t", "--list", "--test-label", "-d", "--diff", "--compare"},
}


def do_tar(s: Survey, args: Args) -> None:
    """`tar`: packing reads its operands, unpacking writes a folder, and several options run commands."""
    flags = args.flags
    mode = next((mode for mode, names in _MODES.items() if flags & names), "")
    action = args.value("--checkpoint-action")
    if action is not None and action.text.startswith("exec"):
        shell_text(s, rest(action, action.text.find("=") + 1))
    archive = args.value("-f", "--file")
    folder = args.value("-C", "--directory")
    if mode == "c":
        if folder is not None:
            s.cwd = s.path(folder)
        _pack(s, args, archive)
    elif mode:
        _archive(s, archive, "k")
        if mode == "x" and not flags & {"-O", "--to-stdout", "--to-command"}:
            s.touch("w", folder if folder is not None else Word(".", ".", s.start, s.end))
            unpacked(s, folder)
            if flags & {"-P", "--absolute-names"}:
                s.add("WRITE(unknown)", "-P")
    else:
        s.add("UNCLEAR" if args.words[1:] else "WRITE(project)", "tar")


def unpacked(s: Survey, folder: Word | None) -> None:
    """An archive nobody has looked into may hold hooks and settings: at the top of the project they would count."""
    s.wrote.clear()
    path = s.path(folder) if folder is not None else s.cwd
    if path is not None and path == s.ground.project:
        s.add("UNCLEAR", "an archive into the top of the project")


def _pack(s: Survey, args: Args, archive: Word | None) -> None:
    for word in args.operands:
        s.touch("i" if "--no-recursion" in args.flags else "k", word)
        name = word.text.rstrip("/").rpartition("/")[2]
        if "." not in name.strip(".") and "--no-recursion" not in args.flags:
            s.add("READ_FOLDER", word.text)
        if "--remove-files" in args.flags:
            s.touch("D", word)
    if args.value("-T", "--files-from") is not None:
        s.add("READ(unknown)", "files from a list")
    _archive(s, archive, "w")


def _archive(s: Survey, word: Word | None, role: str) -> None:
    if word is None:
        return
    head, colon, _ = word.text.partition(":")
    if colon and "/" not in head and len(head) > 1:
        s.touch("s" if role == "w" else "u", word)
    else:
        s.touch(role, word)


def do_compress(s: Survey, args: Args) -> None:
    """`gzip`, `xz`, `zstd`…: each operand becomes a file beside it, unless it goes to standard output."""
    flags = args.flags
    if flags & {"-l", "--list", "-t", "--test"}:
        for word in args.operands:
            s.touch("i", word)
        return
    shown = bool(flags & {"-c", "--stdout", "--to-stdout"})
    for word in args.operands:
        s.touch("k", word)
        if not shown:
            s.touch("w", word)
