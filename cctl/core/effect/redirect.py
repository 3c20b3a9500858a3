"""Where a command's streams go: files written by `>`, read by `<`, and the network behind `/dev/tcp`."""

from __future__ import annotations

from cctl.core.effect.flow import FETCHES, printed
from cctl.core.effect.survey import Opened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.survey import Survey
    from cctl.core.shell.word import Redirect, Simple

MOST = 256  # redirections of one command
_WRITES = frozenset((">", ">>", ">|", "&>", "&>>", "<>"))


def redirections(s: Survey, cmd: Simple, first: int) -> None:
    """Add the effects of each redirection of a command whose own effects begin at `first`."""
    opened = len(cmd.words) == 1 and cmd.words[0].text == "exec"
    for redirect in cmd.redirects[:MOST]:
        target = redirect.target
        if target is None:
            continue
        op = redirect.op
        text = target.text
        if op in (">&", "<&") and (target.dynamic or text == "-" or text.rstrip("-").isdigit()):
            if text == "-" and opened:
                _close(s, redirect)
            elif op == ">&":
                _through(s, redirect, first)
            continue
        writes = op in _WRITES or op == ">&"
        if opened and redirect.fd is not None:
            s.opened[redirect.fd] = Opened(s.path(target) or "", target, len(s.effects))
        if target.raw[:2] in (">(", "<("):
            continue  # the commands inside have this one for their input or output
        if writes:
            s.touch("w", target)
            _payload(s, cmd, redirect)
        else:
            s.touch("r", target)
    if len(cmd.redirects) > MOST:
        s.add("OPAQUE", "limit of redirections")
    if opened:
        s.wrote.clear()  # opening a file writes nothing of its own into it


def _close(s: Survey, redirect: Redirect) -> None:
    """A connection closed before anything went through it has sent nothing."""
    known = s.opened.pop(redirect.fd if redirect.fd is not None else 0, None)
    if known is not None and not known.used and s.effects[known.effect][0].startswith("NET_SEND"):
        s.effects[known.effect] = ("UNCLEAR", known.word.text, known.word.start, known.word.end)


def _through(s: Survey, redirect: Redirect, first: int) -> None:
    """`>&3` writes to what `exec 3>file` opened; `>&$fd` to the descriptor the shell picked last."""
    target = redirect.target
    number = target.text.rstrip("-") if target is not None else ""
    known = s.opened.get(int(number) if number.isdigit() and len(number) < 6 else -1)
    if known is None:
        return
    known.used = True
    if known.path:
        s.wrote.append(known.path)
    if known.word.raw[:2] == ">(" and any(code.startswith(FETCHES) for code, _, _, _ in s.effects[first:]):
        name = known.word.raw[2:-1].split(" ")[0].rpartition("/")[2]
        if s.book.word(name) == "interpreter":
            s.add("EXEC_REMOTE", name)


def _payload(s: Survey, cmd: Simple, redirect: Redirect) -> None:
    """Writing down a text that destroys when it is run."""
    text = printed(cmd)
    if text is None:
        bodies = [r.body.text for r in cmd.redirects if r.body is not None]
        text = " ".join([word.text for word in cmd.words[1:]] + bodies) if bodies or _shell(cmd) else ""
    target = redirect.target
    if target is None or target.text == "/dev/null":
        return
    if destructive(text):
        s.add("WRITE_PAYLOAD", target.text)


def _shell(cmd: Simple) -> bool:
    """Whether the command holds a shell text of its own (`sudo bash -c "echo …" > file`)."""
    return any(word.text.startswith("-") and word.text.endswith(("c", "cl")) for word in cmd.words)


def destructive(text: str) -> bool:
    """Whether a text holds what no one runs by intention on trust."""
    low = " ".join(text.lower().split())
    return any(phrase in low for phrase in _PHRASES) or (
        ("curl " in low or "wget " in low) and ("| sh" in low or "| bash" in low or "|sh" in low or "|bash" in low)
    )


_PHRASES = (
    "rm -rf", "rm -fr", "rm -r -f", "rm -f -r", "rm --recursive", "mkfs", "dd if=", "dd of=", ":(){", "> /dev/sd",
    ">/dev/sd", "git reset --hard", "git clean -f", "git push --force", "git push -f", "chmod -r 777", "chmod 777 /",
    "drop table", "drop database", "shutil.rmtree", "wipefs", "shred ", "base64 -d|", "base64 -d |", "/dev/tcp/",
    "nc -e",
)  # fmt: skip
