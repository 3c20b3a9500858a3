"""Looking at the machine and changing it."""

import pytest

from tests.gate import codes


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("ip addr", "INFO"),
        ("ip a s dev eth0", "INFO"),
        ("ip link set eth0 up", "SERVICE"),
        ("ip netns exec x rm -rf /", "PRIV DELETE_RECURSIVE"),
        ("ifconfig", "INFO"),
        ("ifconfig eth0 up", "INFO SERVICE"),
        ("sysctl -a", "INFO"),
        ("sysctl a.b=1", "INFO SERVICE"),
        ("networksetup -getdnsservers Wi-Fi", "INFO"),
        ("networksetup -setdnsservers Wi-Fi 1.1.1.1", "SERVICE"),
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
        ("ip nosuch", "UNCLEAR"),
        ("set", "ENV_READ"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
