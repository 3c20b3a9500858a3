"""Programs with a grammar of their own: searching, choosing, media, PowerShell, agents and this gate."""

from __future__ import annotations

from itertools import pairwise

from cctl.core.effect.analyze import as_wrapper, nested, run, shell_text
from cctl.core.effect.archive import unpacked
from cctl.core.effect.flow import printed
from cctl.core.effect.row import word_set
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey

_SECRETS = (
    "akia", "begin rsa", "begin openssh", "begin private", "private key", "password", "passwd", "secret", "api_key",
    "apikey", "api-key", "access_token", "auth_token", "bearer ", "credential", "ghp_", "sk-ant", "xoxb-",
    "aws_access", "aws_secret",
)  # fmt: skip


def do_search(s: Survey, args: Args) -> None:
    """`grep pattern files`: which files, and whether the pattern is after secrets."""
    words = list(args.operands)
    pattern = args.value("-e", "--regexp")
    if pattern is None and args.value("-f", "--file") is None and words and not args.flags & {"--files", "--type-list"}:
        pattern = words.pop(0)
    deep = args.base.attrs.get("pass") == "recursive" or bool(
        args.flags & {"-r", "-R", "--recursive", "--dereference-recursive"}
    )
    if pattern is not None and (deep or not words) and looks_for_secrets(pattern.text):
        s.add("SECRET_SEARCH", pattern.text[:40])
    hidden = args.base.attrs.get("pass") != "recursive" or bool(
        args.flags & {"-u", "--hidden", "-uu", "-uuu", "--no-ignore", "--unrestricted", "-."}
    )
    for word in words:
        s.touch("R" if deep and hidden else "r", word)
    if not words:
        s.add("READ(project)" if deep and s.cwd is not None and s.ground.place(s.cwd) == "project" else "INFO", "")


def looks_for_secrets(pattern: str) -> bool:
    """Whether a search pattern is after keys, tokens or passwords."""
    low = pattern.lower()
    return any(mark in low for mark in _SECRETS)


def do_command(s: Survey, args: Args) -> None:
    """`command -v name` says what a name is; anything more is not the question it seems."""
    if args.replaced is not None and any(word.text[:1] == "-" for word in args.operands[1:]):
        s.add("UNCLEAR", "command")
        as_wrapper(s, (args.words[0], *args.operands))


_ACTIONS = ("execute", "become", "reload", "transform", "preview", "start")
_EVENTS = word_set("start load resize focus one zero result change jump")  # what a key is bound on, not what it does
_HARMLESS = word_set(
    """change-preview-window toggle-preview toggle-preview-wrap preview-up preview-down preview-page-up
    preview-page-down preview-half-page-up preview-half-page-down preview-top preview-bottom show-preview
    hide-preview refresh-preview"""
)


def do_fzf(s: Survey, args: Args) -> None:
    """`fzf`: previews and key bindings run commands."""
    for name, word in args.values:
        if name not in ("--preview", "--bind"):
            continue
        if word.dynamic:
            s.add("EXEC_UNKNOWN", word.raw)
        elif name == "--preview":
            nested(s, _placed(word.text))
        else:
            _binding(s, word.text)
    s.add("INFO", "fzf")


def _placed(text: str) -> str:
    """A command of fzf with a file of this folder in its placeholders."""
    text = text.replace("\\ ", " ")
    for mark in ("{+}", "{}", "{q}", "{1}", "{2}", "{n}", "{-1}", "{+1}", "{f}", "{+f}"):
        text = text.replace(mark, "./x")
    return text


def _binding(s: Survey, text: str) -> None:
    """`key:action(command)` or `key:action:command`: the commands of the actions that run one."""
    at = 0
    while True:
        found = [(text.find(action, at), action) for action in _ACTIONS if text.find(action, at) >= 0]
        if not found:
            return
        at, action = min(found)
        begin = at
        while begin and (text[begin - 1].isalpha() or text[begin - 1] == "-"):
            begin -= 1
        at += len(action)
        while at < len(text) and (text[at].isalpha() or text[at] == "-"):
            at += 1
        if text[begin:at] in _HARMLESS or (text[begin:at] in _EVENTS and text[at : at + 1] == ":"):
            continue
        mark = text[at : at + 1]
        close = {"(": ")", "[": "]", "{": "}", "<": ">"}.get(mark, mark)
        if mark == ":":
            nested(s, _placed(text[at + 1 :]))
            return
        if mark in ("", "+", ","):
            continue
        end = text.rfind(close) if mark == "(" else text.find(close, at + 1)
        if end <= at:
            s.add("UNCLEAR", text)
            return
        nested(s, _placed(text[at + 1 : end]))
        at = end + 1


def do_script(s: Survey, args: Args) -> None:
    """`script [file [command…]]`: records a shell, or one command."""
    words = args.operands
    if words:
        s.touch("w", words[0])
    if len(words) > 1:
        run(s, tuple(words[1:]))
    elif args.value("-c", "--command") is None:
        s.add("INTERACTIVE", "script")


def do_powershell(s: Survey, args: Args) -> None:
    """PowerShell and the Windows shells: their language is not read here."""
    words = args.operands
    name = args.words[0].text.lower().removesuffix(".exe")
    if name in ("wsl",) and words:
        run(s, tuple(word for word in words if word.text not in ("-e", "--", "--exec")))
        return
    if not words and s.cmd is not None and s.cmd.stdin:
        from cctl.core.effect.interpret import feed  # noqa: PLC0415 - only for a shell at the end of a pipe

        feed(s, s.cmd.stdin)
        return
    s.add("EXEC_CODE" if words else "INTERACTIVE", name)


def do_zip(s: Survey, args: Args) -> None:
    """`zip -@` takes the names of its files from standard input."""
    if "-@" in args.flags or any(word.text == "-@" for word in args.unknown):
        text = printed(s.cmd.stdin[0]) if s.cmd is not None and len(s.cmd.stdin) == 1 else None
        if text is None:
            s.add("READ(unknown)", "-@")
        else:
            for name in text.split()[:64]:
                s.touch("k", Word(name, name, s.start, s.end))


def do_unzip(s: Survey, args: Args) -> None:
    """`unzip a.zip`: into the folder given, else into this one."""
    for word in args.operands[:1]:
        s.touch("k", word)
    if args.replaced is None and args.operands:
        folder = args.value("-d", "-o", "-output-directory", "--output-directory")
        if folder is None:
            s.touch("w", Word(".", ".", s.start, s.end))
        unpacked(s, folder)
    elif args.replaced is None:
        s.add("WRITE(project)", "unzip")


def do_ffmpeg(s: Survey, args: Args) -> None:
    """`ffmpeg -i in … out`: the last word is written, each `-i` is read."""
    words = args.operands
    for at, word in enumerate(words):
        if word.text == "-i" and at + 1 < len(words):
            if "://" in words[at + 1].text:
                s.touch("u", words[at + 1])
            else:
                s.touch("k", words[at + 1])
    last = words[-1] if words else None
    if last is not None and last.text[:1] != "-" and words[-2:-1] != [] and words[-2].text != "-i":
        if "://" in last.text:
            s.touch("s", last)
        else:
            s.touch("w", last)
    else:
        s.add("INFO", "ffmpeg")


CCTL_LOOKS = word_set(
    """history stats summary search cat sessions watch doctor version help price budget health conflicts gate plot play
    report effects explain schema statusline diagnose metrics"""
)


def do_cctl(s: Survey, args: Args) -> None:
    """This program: looking at sessions is open, its rules, state and wiring are not the agent's business."""
    words = [word.text for word in args.operands if word.text[:1] != "-"]
    if any(word.dynamic for word in args.operands[:1]) or args.words[0].text.endswith("hook"):
        s.add("SELF", "cctl")
    elif not words or words[0] in CCTL_LOOKS:
        s.add("INFO", "cctl")
        for word in args.operands:
            if word.text[:1] == "-" and "=" in word.text:
                s.touch("w", Word(word.text.partition("=")[2], word.raw, word.start, word.end, word.dynamic))
    elif words[:2] in (["policy", "show"], ["rules", "test"], ["rules", "lint"]) or words[0] in ("rules-test",):
        s.add("READ(agent-config)", "cctl")
    else:
        s.add("SELF", " ".join(["cctl", *words[:2]]))


_AGENT_LOOKS = frozenset(("--version", "-v", "-V", "--help", "-h", "version", "help", "doctor", "completion"))
_AGENT_LISTS = {"list", "get", "show", "status", "ls", "ps", "info", "diff", "help"}
_BYPASS = (
    "--dangerously", "--yolo", "--full-auto", "--settings", "--setting-sources", "--permission-mode", "--mcp-config",
    "--plugin-dir", "--allow-dangerously", "--permission-prompt-tool", "--bare", "--sandbox=danger", "--profile",
    "--ask-for-approval", "--config=", "--yes-always", "--allow-all", "--auto-approve", "--trust-all", "--no-hooks",
    "--disable-hooks",
)  # fmt: skip
_CHANGES_WIRING = word_set(
    """config plugin hooks update install uninstall migrate-installer setup-token add remove add-json enable disable
    add-from-claude-desktop reset-project-choices set unset login logout features apply"""
)


def do_agent(s: Survey, args: Args) -> None:
    """Other agents: asking them about themselves is fine; one started without its guard is a way around this one."""
    texts = [word.text for word in args.operands]
    if texts[:1] == ["help"]:
        s.add("INFO", "help")
        return
    if any(text.startswith(_BYPASS) for text in texts) or any(
        text in ("-c", "-a", "-s", "-p")
        and value.startswith(("hooks", "danger", "never", "approval", "sandbox", "features."))
        for text, value in pairwise(texts)
    ):
        s.add("SELF", args.words[0].text)
        return
    words = [text for text in texts if text[:1] != "-"]
    if texts and texts[0] in _AGENT_LOOKS and len(texts) == 1:
        s.add("INFO", args.words[0].text)
    elif len(words) > 1 and words[1] in _AGENT_LISTS and not any(word.dynamic for word in args.operands[:2]):
        s.add("INFO", " ".join(words[:2]))
    elif words[:1] and words[0] in ("list", "ps", "ls", "show", "models", "status") and words[0] != "mcp":
        s.add("INFO", words[0])
    elif words[:1] and (words[0] in _CHANGES_WIRING or (len(words) > 1 and words[1] in _CHANGES_WIRING)):
        s.add("AGENT", " ".join(words[:2]))
    elif not texts:
        s.add("INTERACTIVE", args.words[0].text)
    else:
        s.add("AGENT", args.words[0].text)


def do_websocket(s: Survey, args: Args) -> None:
    """A WebSocket client: the URL is an operand or an option's value."""
    target = args.value("-c", "--connect") or (args.operands[0] if args.operands else None)
    if target is not None:
        s.touch("u", target)
    elif not args.effects:
        s.add("UNCLEAR", args.words[0].text)


def do_grpcurl(s: Survey, args: Args) -> None:
    """`grpcurl host list`, `describe`, or a method that may do anything."""
    words = args.operands
    if not words:
        s.add("UNCLEAR", "grpcurl")
        return
    looks = any(word.text in ("list", "describe") for word in words[1:2])
    s.touch("u" if looks else "s", words[0])


def do_ssh(s: Survey, args: Args) -> None:
    """`ssh host command`: a look at another machine, or more."""
    from cctl.core.effect.wrap import elsewhere  # noqa: PLC0415 - only ssh runs text elsewhere

    words = tuple(args.operands)
    for name, option in args.values:
        setting, _, value = option.text.partition("=")
        if name == "-o" and setting.strip().lower() in ("proxycommand", "localcommand", "knownhostscommand"):
            shell_text(s, Word(value, option.raw, option.start, option.end, option.dynamic))
    if args.replaced is not None:
        return
    if words:
        s.touch("u", words[0])
    if len(words) < 2:
        s.add("REMOTE_EXEC" if s.cmd is not None and (s.cmd.stdin or s.cmd.redirects) else "INTERACTIVE", "ssh")
        return
    elsewhere(s, words[1:], joined=True)
    s.add("REMOTE_EXEC", words[1].text)
