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
        ("java -cp out Main", "EXEC_FILE(project)"),
        ("cmake --build out --target app", "EXEC_PROJECT"),
        ("cmake --build out --target install", "EXEC_PROJECT PKG_SYSTEM"),
        ("cmake --build out -t clean", "EXEC_PROJECT DELETE(project)"),
        ("cmake --install out", "EXEC_PROJECT PKG_SYSTEM"),
        ("cmake -E cat a.txt", "INFO READ(project)"),
        ("cmake -E copy a b", "INFO WRITE(project)"),
        ("cmake -E rm a", "INFO DELETE(project)"),
        ("cmake -E rm -r out", "INFO DELETE_RECURSIVE(asked)"),
        ("cmake -E remove_directory /etc", "INFO DELETE_RECURSIVE"),
        ("cmake -E env A=1 ls", "INFO EXEC_CODE"),
        ("gradle flywayDrop", "EXEC_PROJECT PKG_PUBLISH"),
        ("gradle publishToMavenLocal", "EXEC_PROJECT"),
        ("java -jar jenkins-cli.jar -s http://x/ list-jobs", "REMOTE_READ"),
        ("java -jar jenkins-cli.jar -s http://x/ delete-job a", "DATA_DELETE"),
        ("java -jar app.jar", "EXEC_FILE(project)"),
        ("gradle build publish", "EXEC_PROJECT PKG_PUBLISH"),
        ("bazel test //a:b", "EXEC_PROJECT"),
        ("bazel test @x//a:b", "EXEC_PROJECT UNCLEAR"),
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
