"""Code given in the call in another language than the shell's."""

from __future__ import annotations

from cctl.core.effect.analyze import nested
from cctl.core.effect.flow import printed
from cctl.core.effect.interpret import feed, floor, run_file
from cctl.core.effect.redirect import destructive
from cctl.core.effect.survey import Survey
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args

_CODE = (
    "-e", "-c", "-E", "--eval", "-p", "--print", "-r", "-pe", "-ne", "-le", "-n", "-lane", "-i", "-pie", "-0777",
    "-exec", "--execute",
)  # fmt: skip


def do_code(s: Survey, args: Args) -> None:
    """An interpreter of some language: code in an option asks, a script is a file that is run."""
    words = args.operands
    if not words:
        code_from_stdin(s)
        return
    for at, word in enumerate(words):
        text = word.text
        if word.dynamic and text[:1] != "-":
            from_output(s, word)
            return
        if text in ("--version", "-v", "-V", "--help", "-h") and len(words) == 1:
            s.add("INFO", text)
            return
        if (
            text in ("--check", "-c", "--syntax-only", "-l")
            and at + 1 < len(words)
            and words[at + 1].text[:1] != "-"
            and args.words[0].text in ("node", "ruby", "php")
        ):
            s.touch("r", words[at + 1])
            return
        if text in _CODE or (text[:2] in ("-e", "-E") and len(text) > 2) or text.startswith(("--eval=", "--print=")):
            for inner in words[at:]:
                danger(s, inner)
                if inner.subs:
                    from_output(s, inner)
            s.add("EXEC_CODE", args.words[0].text)
            return
        if text[:1] != "-":
            run_file(s, word)
            return
    s.add("UNCLEAR", words[0].text)


def from_output(s: Survey, word: Word) -> None:
    """A program, or the file it is in, that other commands of the call print."""
    if word.subs:
        feed(s, word.subs)
    else:
        s.add("EXEC_UNKNOWN", word.raw)


def code_from_stdin(s: Survey) -> None:
    """An interpreter that reads its program."""
    cmd = s.cmd
    if cmd is None:
        s.add("INTERACTIVE", "interpreter")
        return
    for redirect in cmd.redirects:
        if redirect.body is not None:
            danger(s, redirect.body)
            s.add("EXEC_CODE", "here-document")
            return
        if redirect.op == "<" and redirect.target is not None:
            run_file(s, redirect.target)
            return
    if cmd.stdin:
        text = printed(cmd.stdin[0]) if len(cmd.stdin) == 1 else None
        if text is not None:
            danger(s, Word(text, text, s.start, s.end))
            s.add("EXEC_CODE", "pipe")
        else:
            feed(s, cmd.stdin)
        return
    s.add("INTERACTIVE", "interpreter")


_REMOVES = (
    "rm_rf",
    "rm_r",
    "rmtree",
    "remove_tree",
    "removeSync",
    "rimraf",
    "remove_dir_all",
    "rmSync",
    "rmdirSync",
    "removedirs",
    "FileUtils.rm",
)
_UNLINKS = ("os.remove", "os.unlink", "unlinkSync", "File.delete", "File.unlink", "Path.unlink", "unlink(")
_DECODES = ("b64decode", "base64", "fromhex", "unhexlify", "atob(", "decode64", "codecs.decode")
_RUNS = ("subprocess", "os.system", "exec(", "eval(", "popen", "child_process", "system(", "spawn(")
_CALLS = (
    "`", "%x", "qx", "system", "exec", "shell", "passthru", "Popen", "popen", "Open3", "spawn", "run", "call(",
    "sh(", "pty.", "os.execute", "Command", "Process", "eval",
)  # fmt: skip
_FETCHES = (
    "urlopen",
    "requests.get",
    "http.get",
    "fetch(",
    "Net::HTTP",
    "open-uri",
    "urllib",
    "httpx",
    "LWP",
    "https.get",
    "http://",
    "https://",
    "file_get_contents",
    "TCPSocket",
)


_SOCKETS = ("socket", "Socket", "fsockopen", "TCPSocket", "/inet/tcp", "net.connect", "io.connect")
_SHELLS = ("/bin/sh", "/bin/bash", "/bin/zsh", "pty.spawn", "bash -i", "sh -i", "cmd.exe", "powershell")
_ENDLESS = (
    "forkwhile",
    "while(1)",
    "while1",
    "whileTrue",
    "while(true)",
    "while(fork",
    "loop{",
    "loopdo",
    "iter(int,1)",
    "for(;;)",
)


def danger(s: Survey, word: Word) -> None:
    """What a text in any language would be denied for: shell inside, removals, decoded or fetched code."""
    text = word.text
    if any(mark in text for mark in _RUNS) and any(mark in text for mark in _DECODES):
        s.add("EXEC_DECODED", "code")
    if ("exec(" in text or "eval" in text) and any(mark in text for mark in _FETCHES):
        s.add("EXEC_REMOTE", "code")
    if any(mark in text for mark in _SOCKETS) and any(mark in text for mark in _SHELLS):
        s.add("EXEC_REMOTE", "shell on a socket")
    if "fork" in text and any(mark in "".join(text.split()) for mark in _ENDLESS):
        s.add("SPAWN_UNBOUNDED", "code")
    pieces = literals(text)
    runs = any(mark in text for mark in (*_RUNS, *_CALLS)) or not pieces
    for piece in [text, *pieces]:
        if runs and destructive(piece):
            before = len(s.effects)
            nested(s, piece)
            s.effects[before:] = [
                effect for effect in s.effects[before:] if floor(effect[0]) and not effect[0].startswith("EXEC_")
            ]
    role = "D" if any(mark in text for mark in _REMOVES) else "d" if any(mark in text for mark in _UNLINKS) else ""
    if role:
        for piece in pieces:
            if "/" in piece or piece in (".", "..", "*"):
                s.touch(role, Word(piece, piece, word.start, word.end))


def literals(text: str) -> list[str]:
    """The quoted pieces of a text, whatever the language."""
    found: list[str] = []
    i = 0
    while i < len(text) and len(found) < 64:
        c = text[i]
        if c in "'\"`":
            end = text.find(c, i + 1)
            if end < 0:
                break
            found.append(text[i + 1 : end])
            i = end
        i += 1
    return found
