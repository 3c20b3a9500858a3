"""Programs that look at the machine or change it depending on words that are no options."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey


def do_sysctl(s: Survey, args: Args) -> None:
    """`sysctl name` shows, `name=value` sets."""
    if any("=" in word.text or word.dynamic for word in args.operands):
        s.add("SERVICE", "sysctl")


def do_kill(s: Survey, args: Args) -> None:
    """`kill`: signal 0 asks, jobs of this shell are its own."""
    words = [word.text for word in args.operands]
    if words[:1] in (["-l"], ["-L"], ["--list"], ["-0"]):
        s.add("INFO", "kill")
    elif not any(word[:1] != "-" for word in words):
        s.add("UNCLEAR", "kill")
    elif all(word[:1] == "%" for word in words if word[:1] != "-") and not any(word.dynamic for word in args.operands):
        s.add("SHELL", "kill")
    else:
        s.add("PROC_KILL", "kill")


def do_unit(s: Survey, args: Args) -> None:
    """`systemctl stop NAME`: a firewall, an audit log or a scanner is a guard, anything else a service."""
    guard = any(
        s.book.word(word.text.removesuffix(".service").removesuffix(".socket")) == "guard" for word in args.operands
    )
    s.add("GUARD_OFF" if guard else "PERSIST" if args.key in ("disable", "mask") else "SERVICE", args.key)


def do_service(s: Survey, args: Args) -> None:
    """`service NAME status` looks, any other word after the name acts; a guard that is stopped is one less."""
    if args.replaced is not None:
        return
    words = [word.text for word in args.operands if not word.dynamic]
    if len(words) == 2 and words[1] == "status":
        s.add("INFO", words[0])
    elif words[1:] == ["stop"] and s.book.word(words[0]) == "guard":
        s.add("GUARD_OFF", words[0])
    else:
        s.add("SERVICE", "service")


def do_sched(s: Survey, args: Args) -> None:
    """`chrt -p PID` shows how a process is scheduled, with one more word before it changes that."""
    if args.replaced is not None and args.flags & {"-p", "--pid"} and len(args.operands) > 1:
        s.add("PROC_KILL", args.words[0].text)


def do_date(s: Survey, args: Args) -> None:
    """`date +FORMAT` shows; a word that is no format sets the clock, unless BSD's `-j` says not to."""
    if not args.flags & {"-j", "-f"} and any(word.text[:1] != "+" for word in args.operands if not word.dynamic):
        s.add("SERVICE", "date")


def do_unset(s: Survey, args: Args) -> None:
    """`unset NAME`: without `HISTFILE` the shell keeps no record."""
    for word in args.operands:
        s.add("GUARD_OFF" if word.text in ("HISTFILE", "HISTSIZE", "AUDIT_FILE") else "SHELL", word.text)


def do_pacman(s: Survey, args: Args) -> None:
    """`pacman -Q…` queries, `-S` installs, `-R` removes."""
    flags = "".join(word.text for word in args.operands if word.text[:1] == "-" and word.text[:2] != "--")
    longs = {word.text for word in args.operands if word.text[:2] == "--"}
    if "R" in flags or "--remove" in longs:
        s.add("PKG_REMOVE", "pacman")
    elif (
        "Q" in flags
        or "F" in flags
        or "V" in flags
        or "h" in flags
        or longs & {"--query", "--version", "--help"}
        or ("S" in flags and any(c in flags for c in "silgp"))
    ):
        s.add("REMOTE_READ", "pacman")
    elif "c" in flags:
        s.add("PKG_REMOVE", "pacman")
    elif "T" in flags or "D" in flags:
        s.add("UNCLEAR", "pacman")
    else:
        s.add("PKG_INSTALL", "pacman")


def do_ps(s: Survey, args: Args) -> None:
    """`ps`: in the old spelling without a dash, `e` shows each process's environment."""
    letters = frozenset("acefghjklmnoprstuvwxCLMNOSTUVXZ")
    if any("e" in word.text and not set(word.text) - letters for word in args.operands):
        s.add("ENV_READ", "ps e")


def do_set(s: Survey, args: Args) -> None:
    """`set` alone prints every variable; with options it changes this shell."""
    s.add("SHELL" if args.operands else "ENV_READ", "set")


def do_dd(s: Survey, args: Args) -> None:
    """`dd if=… of=…`."""
    from cctl.core.effect.scan import rest  # noqa: PLC0415 - only dd cuts its words so

    for word in args.operands:
        name, equals, _ = word.text.partition("=")
        if name == "if" and equals:
            s.touch("r", rest(word, 3))
        elif name == "of" and equals:
            s.touch("w", rest(word, 3))
            s.add("DELETE(project)", "overwritten")  # whatever the file was is gone
        elif word.dynamic:
            s.add("UNCLEAR", word.raw)
