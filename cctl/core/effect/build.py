"""Build tools and their tasks: what a target or a script says by its name."""

from __future__ import annotations

from cctl.core.effect.row import word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey
    from cctl.core.shell.word import Word


def do_java(s: Survey, args: Args) -> None:
    """`java -jar x.jar`: a command-line client of a server has verbs of its own."""
    jar = args.value("-jar")
    words = list(args.words[1:])
    if jar is not None and jar.text.rpartition("/")[2] == "jenkins-cli.jar":
        at = words.index(jar) + 1
        while at < len(words) and words[at].text[:1] == "-":
            at += 2 if words[at].text in ("-s", "-auth", "-i", "-user", "-logger") else 1
        row = s.book.verb("service", words[at].text) if at < len(words) else None
        for code in row.effects if row is not None else ("REMOTE_WRITE",):
            s.add(code, words[at].text if at < len(words) else "jenkins")
        return
    if jar is not None:
        from cctl.core.effect.interpret import run_file  # noqa: PLC0415 - a program in a file

        run_file(s, jar)
    elif args.replaced is None:
        s.add("EXEC_FILE(project)", "java")


def do_make(s: Survey, args: Args) -> None:
    """`make SHELL=…`: even a dry run uses the shell it is given."""
    for word in args.operands:
        if word.text.startswith(("SHELL=", ".SHELLFLAGS=", "MAKEFLAGS=", "MAKE=")):
            s.add("EXEC_HIJACK", word.text)
    file = args.value("-f", "--file")
    if file is not None and file.text in ("-", "/dev/stdin") and s.cmd is not None:
        from cctl.core.effect.code import given, judge  # noqa: PLC0415 - few makefiles come on standard input

        for line in given(s).split("\n"):
            judge(s, [line.strip("\t @-+")])


_CMAKE_REMOVES = frozenset(("rm", "remove", "remove_directory"))
_CMAKE_LOOKS = word_set(
    """echo echo_append capabilities compare_files cat md5sum sha1sum sha224sum sha256sum sha384sum sha512sum true false
    sleep"""
)
_CMAKE_WRITES = word_set(
    """copy copy_directory copy_directory_if_different copy_if_different make_directory rename touch touch_nocreate
    create_symlink create_hardlink tar"""
)


def do_cmake(s: Survey, args: Args) -> None:
    """`cmake --build DIR --target install` reaches out of the project; `cmake -E` is a small file manager."""
    from cctl.core.effect.file import whole  # noqa: PLC0415 - only its file manager removes

    verb = args.value("-E")
    if verb is None:
        target = args.value("-t", "--target")
        if target is not None and target.text in ("install", "install/strip", "uninstall"):
            s.add("PKG_SYSTEM", target.text)
        elif target is not None and target.text == "clean":
            s.add("DELETE(project)", target.text)
        return
    words = args.operands
    if verb.text in _CMAKE_REMOVES:
        deep = verb.text == "remove_directory" or args.flags & {"-r", "-R"}
        for word in words:
            if deep:
                s.add(*whole(s, word, forced=False))
            else:
                s.touch("d", word)
    elif verb.text in _CMAKE_LOOKS:
        for word in words if verb.text not in ("echo", "echo_append") else ():
            s.touch("r", word)
    elif verb.text in _CMAKE_WRITES:
        for word in words:
            s.touch("w", word)
    else:
        s.add("EXEC_CODE", verb.text)


def do_bazel(s: Survey, args: Args) -> None:
    """`bazel test`: labels of this repository; another's, or a path out of it, is other people's code."""
    for word in args.operands:
        text = word.text
        if word.dynamic or ".." in text.split("/") or (text[:1] in "@/-" and text[:2] != "//"):
            s.add("UNCLEAR", word.raw)
    if any(word.text == "--" for word in args.words):
        s.add("UNCLEAR", "--")


def do_tasks(s: Survey, args: Args) -> None:
    """Several tasks in one call: each counts."""
    section = s.book.program(args.words[0].text.rpartition("/")[2]) or {}
    for word in args.operands:
        text = word.text.rpartition(":")[2] if word.text not in section else word.text
        found = section.get(text)
        if found is not None and not word.dynamic:
            for code in s.book.row(found).effects:
                s.add(code, word.text)
        elif word.dynamic:
            s.add("UNCLEAR", word.raw)
        elif text != "publishToMavenLocal" and far_reaching(text):
            s.add("PKG_PUBLISH", word.text)


_FAR_REACHING = word_set(
    """publish publishes deploy deploys deployment undeploy release releases upload promote prod production drop destroy
    wipe nuke purge teardown rollback reset truncate erase uninstall"""
)


_STAGES = frozenset(("prod", "production", "release"))  # what a local build may be for
_LOCAL = frozenset(("build", "start", "test", "bundle", "compile", "serve", "preview"))


def far_reaching(name: str) -> bool:
    """Whether a task's or script's name has a word for reaching out of the project or for removing (`dropAll`)."""
    parted = "".join(f" {c.lower()}" if c.isupper() else c if c.isalpha() else " " for c in name)
    found = _FAR_REACHING.intersection(parted.split())
    return bool(found) and not (found <= _STAGES and not _LOCAL.isdisjoint(parted.split()))


def _valued(args: Args, word: Word) -> bool:
    """Whether a word may be the value of an option before it that no row lists (`webpack --mode production`)."""
    return any(option.end < word.start and option is args.words[args.words.index(word) - 1] for option in args.unknown)


def do_project_script(s: Survey, args: Args) -> None:
    """A script of the project by its name: one that says it reaches far is read first."""
    for word in args.operands[:1]:
        if word.dynamic:
            s.add("UNCLEAR", word.raw)
        elif far_reaching(word.text) and (args.key or not _valued(args, word)):
            s.add("EXEC_FILE(project)", word.text)
        elif word in args.words:
            from cctl.core.effect.analyze import worst  # noqa: PLC0415 - a runner may find a program of that name

            worst(s, args.words[args.words.index(word) :])
