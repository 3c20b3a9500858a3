"""Code given in the call in another language than the shell's."""

from __future__ import annotations

from cctl.core.effect.analyze import MAX_DEPTH, nested
from cctl.core.effect.flow import printed
from cctl.core.effect.interpret import by_name, feed, floor, run_file
from cctl.core.effect.literal import called, literals, texts
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


_TEMPLATES = frozenset(("node", "nodejs", "deno", "bun", "ts-node", "tsx", "esno"))  # backticks hold a string there


def do_code(s: Survey, args: Args) -> None:
    """An interpreter of some language: code in an option asks, a script is a file that is run."""
    words = args.operands
    if not words:
        code_from_stdin(s)
        return
    if args.key == "eval":
        for word in words:
            danger(s, word, ticks=False)
        s.add("EXEC_CODE", args.words[0].text)
        return
    for at, word in enumerate(words):
        text = word.text
        if word.dynamic and text[:1] != "-":
            from_output(s, word)
            return
        if text == "-":
            code_from_stdin(s)
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
                danger(s, inner, args.words[0].text not in _TEMPLATES)
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
    if args.key in ("runner", "r"):  # `rails runner`
        for word in args.operands:
            danger(s, word)


def do_told(s: Survey, args: Args) -> None:
    """A program that hands on texts (an editor, a terminal, `at`): keep what those would be denied for."""
    texts_ = [word.text for word in args.words[1:] if not word.dynamic]
    whole = [] if any(" " in text for text in texts_) else [" ".join(texts_)]
    judge(s, [text.lstrip(":!+ ") for text in [*texts_, *whole, *given(s).split("\n")]])
    for text in texts_:
        if "shell" in text or "system" in text:
            judge(s, texts(literals(text)[1]))


def given(s: Survey) -> str:
    """What the command in hand reads, as far as the call spells it out."""
    if s.cmd is None:
        return ""
    for redirect in s.cmd.redirects:
        if redirect.body is not None and not redirect.body.dynamic:
            return redirect.body.text
    return (printed(s.cmd.stdin[0]) or "") if len(s.cmd.stdin) == 1 else ""


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
    "removedirs",
    "remove_dir",
    "remove_entry",
)
_READS = (
    "readFile", "createReadStream", "File.read", "File.open", "IO.read", "file_get_contents", "open", "readlines",
    "slurp", "readText", "io.lines", "cat(",
)  # fmt: skip
_MAY = ("rmSync", "rmdirSync", "Deno.remove", "rm(", "FileUtils.rm")  # whole folders only where they are told to
_HOMES = ("Dir.home", "homedir()", "Path.home()", "expanduser('~')", 'expanduser("~")', "ENV['HOME']", 'ENV["HOME"]')
_UNLINKS = ("os.remove", "os.unlink", "unlinkSync", "File.delete", "File.unlink", "Path.unlink", "unlink(")
_DECODES = (
    "b64decode", "base64')", 'base64")', "base64_decode", "decode_base64", "fromhex", "unhexlify", "atob(", "decode64",
    "codecs.decode",
)  # fmt: skip
_RUNS = ("subprocess", "os.system", "exec(", "eval(", "popen", "child_process", "system(", "spawn(")
_CALLS = (
    "`", "%x", "qx", "system", "exec", "shell", "passthru", "Popen", "popen", "Open3", "spawn", "run", "call(",
    "sh(", "pty.", "os.execute", "Command", "Process", "eval", "subprocess", "child_process", "proc_open",
    "getattr", "cmd(", ".!", ".execute",
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


def danger(s: Survey, word: Word, ticks: bool = True) -> None:
    """What a text in any language would be denied for: shell inside, removals, decoded or fetched code."""
    text = word.text
    if "\n" in text:
        text = "\n".join(line for line in text.split("\n") if line.lstrip()[:1] != "#")
    outside, groups = literals(text)
    _patterns(s, text, outside)
    pieces = [piece for group in groups for piece in group]
    if not pieces or any(called(outside, mark) for mark in (_CALLS if ticks else _CALLS[1:])):
        judge(s, [text, *texts(groups)])
        if s.depth < MAX_DEPTH and (called(outside, "eval") or called(outside, "exec")):
            for piece in pieces:
                if "(" in piece and len(piece) < len(text):
                    s.depth += 1
                    danger(s, Word(piece.replace("\\", ""), word.raw, word.start, word.end))
                    s.depth -= 1
    whole = any(mark in text for mark in _REMOVES) or (
        "recursive" in text and any(called(outside, mark) for mark in _MAY)
    )
    role = (
        "D"
        if whole
        else "d"
        if any(mark in text for mark in _UNLINKS) or any(called(outside, mark) for mark in _MAY)
        else ""
    )
    if whole and any(mark in text for mark in _HOMES):
        s.touch("D", Word("~", "~", word.start, word.end))
    if role:
        for piece in pieces:
            if "/" in piece or piece in (".", "..", "*"):
                s.touch(role, Word(piece, piece, word.start, word.end))
    if any(called(outside, mark) for mark in _READS):
        for piece in pieces:
            named = Word(piece, piece, word.start, word.end)
            if "/" in piece and s.place(named) in ("secret", "authority"):
                s.touch("r", named)


def _patterns(s: Survey, text: str, outside: str) -> None:
    """What the shape of a program says, whatever its strings: decoded, fetched, a shell on a socket, forks."""
    if any(mark in text for mark in _RUNS) and any(mark in text for mark in _DECODES):
        s.add("EXEC_DECODED", "code")
    if ("exec(" in text or "eval" in text) and any(mark in text for mark in _FETCHES):
        s.add("EXEC_REMOTE", "code")
    if any(mark in text for mark in _SOCKETS) and any(mark in text for mark in _SHELLS):
        s.add("EXEC_REMOTE", "shell on a socket")
    tight = "".join("".join(outside.split("/")[::2]).split())  # without patterns (`/fork while 1/`)
    if "fork" in tight and any(mark in tight for mark in _ENDLESS):
        s.add("SPAWN_UNBOUNDED", "code")


def spelled(s: Survey, word: Word) -> None:
    """Keep what the strings of a program that runs commands would be denied for."""
    judge(s, texts(literals(word.text)[1]))


def judge(s: Survey, pieces: list[str]) -> None:
    """Keep what these texts would be denied for if a shell read them."""
    for piece in pieces:
        if destructive(piece):
            before = len(s.effects)
            nested(s, piece)
            s.effects[before:] = [effect for effect in s.effects[before:] if _denied(effect[0])]


def _denied(code: str) -> bool:
    """What counts of a text reached through code: the floor, except that code is run at all."""
    return floor(code) and (not code.startswith("EXEC_") or code in ("EXEC_REMOTE", "EXEC_DECODED"))
