"""Containers, clusters and APIs."""

import pytest

from tests.gate import codes


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("docker ps", "REMOTE_READ"),
        ("docker run alpine", "CONTAINER"),
        ("docker run -v /:/h alpine", "CONTAINER CONTAINER_PRIV"),
        ("docker run --privileged alpine", "CONTAINER CONTAINER_PRIV"),
        ("docker run -v ~/.claude/settings.json:/x alpine", "CONTAINER SELF"),
        ("docker exec web ls", "REMOTE_READ(other)"),
        ("docker exec web rm -rf /", "CONTAINER"),
        ("docker exec -it web", "INTERACTIVE"),
        ("docker system prune -f", "CLOUD_MUTATE"),
        ("docker system prune --volumes", "CLOUD_MUTATE DATA_DELETE"),
        ("docker build .", "CONTAINER_LOCAL"),
        ("kubectl get pods", "REMOTE_READ"),
        ("kubectl get secret x", "SECRET_NAMES REMOTE_READ"),
        ("kubectl get secret x -o yaml", "SECRET_STORE REMOTE_READ"),
        ("kubectl get $X", "UNCLEAR REMOTE_READ"),
        ("kubectl delete pod x", "CLOUD_MUTATE"),
        ("kubectl delete namespace x", "DATA_DELETE"),
        ("kubectl delete pods --all", "DATA_DELETE"),
        ("kubectl exec web -- cat /etc/hosts", "REMOTE_READ(other)"),
        ("kubectl delete ns web --help", "INFO"),
        ("docker run alpine --help", "CONTAINER"),
        ("az rest -m put --url /x", "REMOTE_WRITE"),
        ("az vm image list --all", "REMOTE_READ"),
        ("kubectl apply --dry-run=client -f a.yaml", "REMOTE_READ READ(project)"),
        ("gh api repos/a/b", "REMOTE_READ"),
        ("gh api -X POST repos/a/b", "REMOTE_WRITE"),
        ("gh api graphql -f query='query{viewer{login}}'", "REMOTE_READ"),
        ("gh api graphql -f query='mutation{x}'", "REMOTE_WRITE"),
        ("gh pr list", "REMOTE_READ"),
        ("gh pr merge 1", "REMOTE_WRITE"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
