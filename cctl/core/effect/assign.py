"""Variables set for or by a command that change what programs run.

A prefix such as `PAGER=…` or an exported `PATH` is a command in disguise. Names come from the tables (`$NAME`), values
that can't do harm (a pager that is `cat`, a search path of system folders, a heap size) are let through.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey
    from cctl.core.shell.word import Simple, Word

_SILENT = frozenset(("", "cat", "less", "more", "true", ":", "0", "1", "head", "false", "never", "always"))
_SIZES = (
    "--max-old-space-size=",
    "--max_old_space_size=",
    "-Xmx",
    "-Xms",
    "--no-warnings",
    "--enable-source-maps",
    "--trace-",
)


def assignments(s: Survey, cmd: Simple) -> None:
    """The assignments before a command, or that are the command."""
    for name, word in cmd.assigns:
        assign(s, name, word)
    if not cmd.words:
        s.add("SHELL", cmd.assigns[0][0])


def assign(s: Survey, name: str, word: Word) -> None:
    """One name set to one value."""
    if word.subs and all(cmd.words and cmd.words[0].text == "mktemp" for cmd in word.subs):
        s.names[name] = "mktemp"
    elif s.names.get(name) == "mktemp":
        del s.names[name]
    kind = s.book.word("$" + name) or _by_prefix(name)
    if not kind or kind == "safe" or harmless(s, kind, word):
        return
    if kind == "options" and not word.dynamic:
        s.names[name] = word.text
    code = {"self": "SELF", "agent": "AGENT", "module": "EXEC_PROJECT"}.get(kind, "EXEC_HIJACK")
    if kind == "module" and _outside(s, word):
        code = "EXEC_HIJACK"
    s.effects.append((code, name, word.start, word.end))


def _by_prefix(name: str) -> str:
    if name.startswith(("LD_", "DYLD_", "GIT_", "BASH_FUNC_", "ANSIBLE_", "TF_CLI_ARGS")):
        return "hijack"
    if name.startswith("CCTL_"):
        return "self"
    return "hijack" if name.lower().startswith(("npm_config_", "pip_", "cargo_target_", "uv_index")) else ""


def harmless(s: Survey, kind: str, word: Word) -> bool:
    """Whether a value leaves things as they are."""
    text = word.text
    if kind == "path":
        raw = word.raw.replace('"', "").replace("${PATH}", "$PATH")
        raw = raw.rpartition("=")[2]
        parts = raw.split(":") if word.dynamic else text.split(":")
        return all(part == "$PATH" or (part and s.book.word(part.rstrip("/")) == "bin") for part in parts)
    if word.dynamic:
        return False
    if kind == "pager":
        return text.split(" ")[0] in _SILENT and not any(c in text for c in "|;&$`><")
    if kind == "flags":
        return all(token.startswith(_SIZES) for token in text.split())
    if kind == "folder":
        return s.place(word) == "project"
    return not text and kind in ("hijack", "module", "options")


def _outside(s: Survey, word: Word) -> bool:
    """Whether a module search path leaves the project."""
    from cctl.core.effect.path import normal  # noqa: PLC0415 - only for module search paths

    if word.dynamic:
        return True
    return any(s.ground.place(normal(part or ".", s.cwd, s.home)) != "project" for part in word.text.split(":"))


def do_assign(s: Survey, args: Args) -> None:
    """`export`, `declare`, `readonly`, `local`: assignments, or a look at the environment."""
    flags = args.flags
    for word in args.operands:
        name, equals, _ = word.text.partition("=")
        if equals:
            from cctl.core.effect.scan import rest  # noqa: PLC0415 - only for declared values

            assign(s, name.rstrip("+"), rest(word, len(name) + 1))
        elif "-n" in flags and args.words[0].text != "export":
            s.add("UNCLEAR", word.raw)
    if not args.operands or flags & {"-p", "-f", "-F"}:
        s.add("ENV_READ", args.words[0].text)
    else:
        s.add("SHELL", args.words[0].text)
