"""What rows can't say about git: refspecs that force, checkouts that discard, objects that are secret files."""

from __future__ import annotations

from cctl.core.effect.analyze import nested
from cctl.core.effect.row import word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey
    from cctl.core.shell.word import Word


def do_push(s: Survey, args: Args) -> None:
    """`git push`: `+ref` forces and `:ref` deletes without any option."""
    for word in args.operands[1:]:
        text = word.text
        if text[:1] == "+" and len(text) > 1:
            s.add("VCS_FORCE", text)
        elif text[:1] == ":" and len(text) > 1:
            s.add("VCS_REWRITE", text)
    first = args.operands[0] if args.operands else None
    if first is not None and ("://" in first.text or "@" in first.text or first.dynamic):
        s.touch("s", first)


def do_checkout(s: Survey, args: Args) -> None:
    """`git checkout`: a branch is changed, files are overwritten; which it is shows in the words."""
    flags = args.flags
    words = args.words
    if flags & {"-b", "-B", "--orphan", "-t", "--track", "--detach", "-d"}:
        s.add("VCS_LOCAL", "checkout")
        return
    cut = next((at for at, word in enumerate(words) if word.text == "--"), None)
    named = [word for word in args.operands if word.text not in _MODES]
    if flags & {"-p", "--patch"}:
        s.add("INTERACTIVE", "checkout -p")
    if cut is not None and cut + 1 < len(words):
        s.add("DISCARD", words[cut + 1].text)
    elif flags & {"--pathspec-from-file", "--ours", "--theirs"}:
        s.add("DISCARD", "checkout")
    elif len(named) > 1:
        s.add("DISCARD", named[1].text)
    elif named and _looks_like_path(named[0]):
        s.add("DISCARD", named[0].text)
    elif named and named[0].dynamic:
        s.add("UNCLEAR", named[0].raw)
    elif named:
        s.add("VCS_LOCAL", "checkout")
    elif not args.effects:
        s.add("INFO", "checkout")


def _looks_like_path(word: Word) -> bool:
    text = word.text
    return (
        text in (".", "..", "*")
        or text[:2] == "./"
        or text[:3] == "../"
        or text[-1:] == "/"
        or word.glob
        or text[:2] == ":/"
    )


def do_switch(s: Survey, args: Args) -> None:
    """`git switch`: forced, it throws changes away; with two names and nothing to create git refuses."""
    forced = args.flags & {"-f", "--force", "--discard-changes"}
    creates = args.flags & {"-c", "--create", "-C", "--force-create", "--orphan", "-d", "--detach", "-t", "--track"}
    if forced and (len(args.operands) < 2 or creates):
        s.add("DISCARD", "switch")


_MODES = frozenset(("on-demand", "inherit", "direct"))  # values that some versions of git take as a word of their own


def do_reset(s: Survey, args: Args) -> None:
    """`git reset`: without `--hard` and its like only the index and the branch move."""
    if not args.effects and args.replaced is None:
        s.add("VCS_LOCAL", "reset")


def do_show(s: Survey, args: Args) -> None:
    """`git show HEAD:path`: an object named like a secret file is that file."""
    for word in args.operands:
        _, colon, path = word.text.partition(":")
        if (colon and path and s.ground.place("/" + path) == "secret") or s.place(word) in ("secret", "authority"):
            s.add("SECRET_VALUE", word.text)


def do_stage(s: Survey, args: Args) -> None:
    """`git add FILE`: a secret that is staged is soon pushed."""
    for word in args.operands:
        if s.place(word) == "secret":
            s.add("READ_SECRET", word.text)


def do_git(s: Survey, args: Args) -> None:
    """Settings given on the command line (`-c`), and a repository elsewhere."""
    for name, word in args.values:
        if name not in ("-c", "--config-env"):
            continue
        of_git = args.row is args.base or name not in args.row.options
        if of_git or "." in word.text.partition("=")[0]:  # `git -c a.b=c commit`, where `commit -c` names a commit
            setting(s, word)
            _alias(s, word)


def _alias(s: Survey, word: Word) -> None:
    """An alias made for this one call: what it stands for counts too."""
    key, _, text = word.text.partition("=")
    if key.lower().startswith("alias.") and text and not word.dynamic:
        nested(s, text[1:] if text[0] == "!" else f"git {text}")


def setting(s: Survey, word: Word) -> None:
    """One `name=value` of git's configuration."""
    key, equals, value = word.text.partition("=")
    low = key.lower()
    if not equals and not word.dynamic:
        s.add("UNCLEAR", key)
    if word.dynamic and not key:
        s.add("EXEC_HIJACK", word.raw)
        return
    runs = (low.endswith(_RUNS) or low.startswith(_LOADS)) and value not in _HARMLESS
    if runs or low.startswith("alias.") or value[:1] == "!":
        s.add("EXEC_HIJACK", key)


_RUNS = tuple(
    """pager editor askpass sshcommand command helper program textconv cmd smudge clean process driver proxy uploadpack
    receivepack external path gitproxy browser template templatedir worktree variant insteadof hook attributesfile
    excludesfile difffilter vcs""".split()  # noqa: SIM905 - read like the other lists of words
)
_LOADS = (
    "core.fsmonitor",
    "core.hookspath",
    "include.",
    "includeif.",
    "protocol.",
    "pager.",
    "instaweb.",
    "sendemail.",
)
_HARMLESS = frozenset(("", "cat", "true", "false", "less", ":", "/dev/null"))


def do_config(s: Survey, args: Args) -> None:
    """`git config`: reading is looking; a setting that runs something persists."""
    flags = args.flags
    looks = {
        "--get",
        "--get-all",
        "--get-regexp",
        "-l",
        "--list",
        "--get-urlmatch",
        "--get-color",
        "--get-colorbool",
        "--name-only",
        "--show-origin",
    }
    words = [word.text for word in args.operands]
    if words[:1] == ["list"] or words[:1] == ["get"] or flags & looks:
        s.add("READ(vcs-internal)", "config")
        return
    if words[:1] and words[0] in ("set", "unset", "edit", "rename-section", "remove-section"):
        words = words[1:]
    elif len(words) == 1 and not flags & {
        "--unset",
        "--unset-all",
        "-e",
        "--edit",
        "--add",
        "--replace-all",
        "--remove-section",
    }:
        s.add("READ(vcs-internal)", "config")
        return
    s.add("WRITE(persist)" if flags & {"--global", "--system", "-f", "--file"} else "WRITE(vcs-internal)", "config")
    if len(words) > 1:
        from cctl.core.shell.word import Word as _Word  # noqa: PLC0415 - only when a setting is written

        setting(s, _Word(f"{words[0]}={words[1]}", words[0], s.start, s.end))


def do_symbolic(s: Survey, args: Args) -> None:
    """`git symbolic-ref NAME` shows, with a second operand it sets."""
    if len(args.operands) > 1:
        s.add("VCS_LOCAL", "symbolic-ref")


_LISTS = word_set(
    """-l --list -a -r --all --remotes --contains --no-contains --merged --no-merged --points-at --show-current -v -vv
    --verify -n --column --sort --format"""
)


def do_branch(s: Survey, args: Args) -> None:
    """`git branch NAME` makes one, unless the flags say that the word is a pattern."""
    if args.flags & {"-d", "--delete"} and args.flags & {"-f", "--force"}:
        s.add("DISCARD", "branch")
    if args.operands and not args.effects and not args.flags & _LISTS:
        s.add("VCS_LOCAL", "branch")


def do_tag(s: Survey, args: Args) -> None:
    """`git tag NAME` likewise."""
    if args.operands and not args.effects and not args.flags & _LISTS:
        s.add("VCS_LOCAL", "tag")


def do_reflog(s: Survey, args: Args) -> None:
    """`git reflog expire --expire=now --all` forgets what could still be brought back."""
    for name, word in args.values:
        if (
            name.startswith("--expire")
            and args.replaced is None
            and (word.dynamic or word.text in ("now", "all", "0", "0.seconds.ago"))
        ):
            s.add("DISCARD", word.text)


def do_remote_url(s: Survey, args: Args) -> None:
    """A repository given by its address instead of its name; `ext::` addresses run commands."""
    first = args.operands[0] if args.operands else None
    if first is None:
        return
    if "::" in first.text:
        s.add("EXEC_UNKNOWN", first.text)
    elif "://" in first.text or (":" in first.text and "@" in first.text):
        s.touch("u", first)


def do_address(s: Survey, args: Args) -> None:
    """Addresses that are kept for later; `ext::` ones run commands then."""
    for word in args.operands:
        if "::" in word.text:
            s.add("EXEC_UNKNOWN", word.text)


def do_clone(s: Survey, args: Args) -> None:
    """`git clone URL [folder]`."""
    do_remote_url(s, args)
    if args.operands and "://" not in args.operands[0].text and ":" not in args.operands[0].text:
        s.touch("R", args.operands[0])
    for word in args.operands[1:2]:
        s.touch("w", word)


def do_restore(s: Survey, args: Args) -> None:
    """`git restore`: only the index with `--staged`, else the files' own changes are gone."""
    if args.flags & {"--staged", "-S"} and not args.flags & {"--worktree", "-W"}:
        s.add("VCS_LOCAL", "restore --staged")
    elif args.operands or args.value("--pathspec-from-file") is not None:
        s.add("DISCARD", "restore")
    else:
        s.add("UNCLEAR", "restore")


def do_clean(s: Survey, args: Args) -> None:
    """`git clean`: without force git refuses, unless configured otherwise."""
    if args.replaced is None:
        s.add("DISCARD" if args.flags & {"-f", "--force"} else "UNCLEAR", "clean")
