import sys
from collections.abc import Sequence

from cctl.core.notify.message import Message
from cctl.host.notify.desktop import Desktop, execute

TOLD = Message("-loop $(x)", 'say "hi" <b>&', 2)


def commands(platform: str) -> list[Sequence[str]]:
    ran: list[Sequence[str]] = []

    def run(command: Sequence[str]) -> str:
        ran.append(command)
        return ""

    assert Desktop(run, platform).send(TOLD) == ""
    return ran


def test_linux_gets_the_text_as_arguments_without_markup() -> None:
    [command] = commands("linux")
    assert command[:5] == ["notify-send", "-a", "cctl", "-u", "critical"]
    assert command[5:] == ["--", "-loop $(x)", 'say "hi" &lt;b&gt;&amp;']


def test_macos_gets_the_text_as_arguments_of_a_fixed_script() -> None:
    [command] = commands("darwin")
    assert command[-2:] == [TOLD.text, " -loop $(x)"] and not any("loop" in word for word in command[:-2])


def test_no_text_is_an_option_of_the_program() -> None:
    ran: list[Sequence[str]] = []
    Desktop(lambda command: ran.append(command) or "", "darwin").send(Message("t", '-edo shell script "x"', 1))
    assert not ran[0][-2].startswith("-")


def test_a_program_that_is_not_there_fails_or_hangs_is_said() -> None:
    assert execute(["no-such-notifier-of-cctl"]) == "no-such-notifier-of-cctl is not installed"
    assert execute([sys.executable, "-c", "raise SystemExit(3)"]).endswith("ended with 3")
    assert execute([sys.executable, "-c", ""]) == ""
