"""What programs of the network show, and what they set up."""

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
        ("networksetup -getdnsservers Wi-Fi", "INFO"),
        ("networksetup -setdnsservers Wi-Fi 1.1.1.1", "SERVICE"),
        ("ip nosuch", "UNCLEAR"),
        ("ip xfrm state list", "INFO"),
        ("ip xfrm state flush", "SERVICE"),
        ("ifconfig en0 inet6", "INFO"),
        ("resolvectl dns eth0", "INFO"),
        ("resolvectl dns eth0 9.9.9.9", "SERVICE"),
        ("iw dev wlan0 link", "INFO"),
        ("iw dev wlan0 del", "SERVICE"),
        ("iw reg set DE", "SERVICE"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
