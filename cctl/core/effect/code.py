"""Code given in the call in another language than the shell's."""

from __future__ import annotations

from cctl.core.effect.analyze import nested
from cctl.core.effect.flow import printed
from cctl.core.effect.interpret import by_name, feed, floor, run_file
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


_TELLS = {
    "php": ("-m", "--modules", "--ini"),
    "kotlin": ("-version",),
    "kotlinc": ("-version",),
    "scala": ("-version",),
}


def do_code(s: Survey, args: Args) -> None:
    """An interpreter of some language: code in an option asks, a script is a file that is run."""
    words = args.operands
    if not words:
        code_from_stdin(s)
        return
    if args.key == "eval":
        for word in words:
            danger(s, word)
        s.add("EXEC_CODE", args.words[0].text)
        return
    for at, word in enumerate(words):
        text = word.text
        if word.dynamic and text[:1] != "-":
            from_output(s, word)
            return
        if (text in ("--version", "-v", "-V", "--help", "-h") or text in _TELLS.get(args.words[0].text, ())) and len(
            words
        ) == 1:
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
            by_name(s, words[at:])
            return
    s.add("UNCLEAR", words[0].text)


def do_inline(s: Survey, args: Args) -> None:
    """A program in an option of an interpreter whose other words have rows of their own (`bun -e`)."""
    for name, word in args.values:
        if name in _CODE:
            danger(s, word)


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
    "remove_dir",
    "remove_entry",
    "Deno.remove",
)
_READS = (
    "readFile", "createReadStream", "File.read", "File.open", "IO.read", "file_get_contents", "open", "readlines",
    "slurp", "readText", "io.lines", "cat(",
)  # fmt: skip
_UNLINKS = ("os.remove", "os.unlink", "unlinkSync", "File.delete", "File.unlink", "Path.unlink", "unlink(")
_DECODES = ("b64decode", "base64", "fromhex", "unhexlify", "atob(", "decode64", "codecs.decode")
_RUNS = ("subprocess", "os.system", "exec(", "eval(", "popen", "child_process", "system(", "spawn(")
_CALLS = (
    "`", "%x", "qx", "system", "exec", "shell", "passthru", "Popen", "popen", "Open3", "spawn", "run", "call(",
    "sh(", "pty.", "os.execute", "Command", "Process", "eval", "subprocess", "child_process", "proc_open",
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
    outside, groups = literals(text)
    pieces = [piece for group in groups for piece in group]
    if not pieces or any(called(outside, mark) for mark in _CALLS):
        _judge(s, [text, *texts(groups)])
    role = "D" if any(mark in text for mark in _REMOVES) else "d" if any(mark in text for mark in _UNLINKS) else ""
    if role:
        for piece in pieces:
            if "/" in piece or piece in (".", "..", "*"):
                s.touch(role, Word(piece, piece, word.start, word.end))
    if any(called(outside, mark) for mark in _READS):
        for piece in pieces:
            named = Word(piece, piece, word.start, word.end)
            if "/" in piece and s.place(named) in ("secret", "authority"):
                s.touch("r", named)


def spelled(s: Survey, word: Word) -> None:
    """Keep what the strings of a program that runs commands would be denied for."""
    _judge(s, texts(literals(word.text)[1]))


def _judge(s: Survey, pieces: list[str]) -> None:
    for piece in pieces:
        if destructive(piece):
            before = len(s.effects)
            nested(s, piece)
            s.effects[before:] = [effect for effect in s.effects[before:] if _denied(effect[0])]


def _denied(code: str) -> bool:
    """What counts of a text reached through code: the floor, except that code is run at all."""
    return floor(code) and (not code.startswith("EXEC_") or code in ("EXEC_REMOTE", "EXEC_DECODED"))


def called(code: str, mark: str) -> bool:
    """Whether code, its strings taken out, calls something of a name that begins with a mark (`push(` is no `sh(`)."""
    at = code.find(mark)
    while at >= 0:
        if not (mark[0].isalpha() and code[at - 1 : at].isalpha()):
            return True
        at = code.find(mark, at + 1)
    return False


def texts(groups: list[list[str]]) -> list[str]:
    """The command lines that lists of strings spell (`["rm", "-rf", x]`), and what a shell among them is handed."""
    found = []
    for group in groups:
        found.append(
            group[0] if len(group) == 1 else " ".join(piece if _plain(piece) else f'"{piece}"' for piece in group)
        )
        if len(group) > 1 and group[0].rpartition("/")[2] in ("sh", "bash", "zsh", "dash", "eval"):
            found += group[1:]
    return found


def _plain(piece: str) -> bool:
    return bool(piece) and not any(c in " \t\n;&|<>$()" for c in piece)


_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}


def literals(text: str) -> tuple[str, list[list[str]]]:
    """A program without its strings, and the strings, whatever the language: those of one list together."""
    outside: list[str] = []
    groups: list[list[str]] = []
    i = since = 0
    while i < len(text) and len(groups) < 64:
        close, begin = text[i], i + 1
        if text.startswith(("%x", "qx"), i) and not text[i - 1 : i].isalnum() and text[i + 2 : i + 3].strip():
            close, begin = _BRACKETS.get(text[i + 2], text[i + 2]), i + 3
        elif close not in "'\"`":
            i += 1
            continue
        end = text.find(close, begin)
        if end < 0:
            break
        between = text[since:i]
        outside.append(text[since:begin])
        if groups and not between.strip(" ,[(\t\n"):
            groups[-1].append(text[begin:end])
        else:
            groups.append([text[begin:end]])
        i = since = end + 1
    outside.append(text[since:])
    return "".join(outside), groups
