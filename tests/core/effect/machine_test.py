"""Looking at the machine and changing it."""

import pytest

from tests.gate import codes


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("sysctl -a", "INFO"),
        ("sysctl a.b=1", "INFO SERVICE"),
        ("kill -0 1", "INFO"),
        ("kill 1", "PROC_KILL"),
        ("kill %1", "SHELL"),
        ("kill", "UNCLEAR"),
        ("pacman -Qi x", "REMOTE_READ"),
        ("pacman -S x", "PKG_INSTALL"),
        ("pacman -Rns x", "PKG_REMOVE"),
        ("dd if=/dev/zero of=/dev/sda", "READ(stream) WRITE(device) DELETE(project)"),
        ("date +%F", "INFO"),
        ("date 010100002030", "INFO SERVICE"),
        ("date -j -f %s 1 +%F", "INFO"),
        ("chrt -p 1", "INFO"),
        ("chrt -p 99 1", "INFO PROC_KILL"),
        ("systemctl stop ufw", "GUARD_OFF"),
        ("systemctl stop web", "SERVICE"),
        ("systemctl disable web", "PERSIST"),
        ("unset HISTFILE", "GUARD_OFF"),
        ("unset X", "SHELL"),
        ("set", "ENV_READ"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
