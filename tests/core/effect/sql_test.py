"""Statements."""

import pytest

from cctl.core.effect.sql import classify
from tests.gate import codes


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT 1", "read"),
        ("  -- note\n/* block */ select * from t", "read"),
        ("WITH x AS (SELECT 1) SELECT * FROM x", "read"),
        ("WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x", "write"),
        ("SELECT 1; SELECT 2", "write"),
        ("SELECT 1;", "read"),
        ("SELECT 'DROP TABLE t'", "read"),
        ("SELECT * INTO t FROM u", "write"),
        ("SELECT pg_read_file('/etc/passwd')", "write"),
        ("EXPLAIN ANALYZE SELECT 1", "read"),
        ("EXPLAIN ANALYZE DELETE FROM t WHERE a", "write"),
        ("PRAGMA table_info(t)", "read"),
        ("PRAGMA x = 1", "write"),
        ("SHOW CREATE TABLE t", "read"),
        ("UPDATE t SET a = 1", "write"),
        ("DELETE FROM t WHERE a = 1", "write"),
        ("DELETE FROM t", "write"),
        ("DROP TABLE t", "drop"),
        ("ALTER TABLE t DROP COLUMN c", "write"),
        ("GRANT TRUNCATE ON t TO x", "write"),
        ("DROP DATABASE d", "drop"),
        ("TRUNCATE t", "drop"),
        ("\\! rm -rf /", "write"),
        ("SELECT 1 /*!50000 INTO OUTFILE '/x' */", "write"),
        (".tables", "read"),
        (".shell rm", "write"),
        (".tables\n.shell rm", "write"),
        ("", "empty"),
        ("-- only a note", "empty"),
    ],
)
def test_a_statement_is_read_by_its_verbs(text: str, kind: str) -> None:
    assert classify(text) == kind


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("psql -c 'SELECT 1'", {"DB_READ"}),
        ("psql mydb", {"INTERACTIVE"}),
        ("psql -l", {"DB_READ"}),
        ("psql -f x.sql", {"DB_MUTATE"}),
        ("echo 'select 1' | psql", {"INFO", "DB_READ"}),
        ("psql < x.sql", {"DB_MUTATE", "READ(project)"}),
        ("sqlite3 a.db 'DROP TABLE t'", {"DATA_DELETE"}),
        ("sqlite3 -readonly a.db 'DROP TABLE t'", {"DB_MUTATE"}),
        ("psql -c 'drop database d'", {"DATA_DELETE"}),
        ('mysql -e "$SQL"', {"DB_MUTATE"}),
        ("redis-cli GET k", {"DB_READ"}),
        ("redis-cli FLUSHALL", {"DATA_DELETE"}),
        ("mongosh --eval 'db.x.drop()'", {"DATA_DELETE"}),
        ("aws athena start-query-execution --query-string 'SELECT 1'", {"REMOTE_READ"}),
        ("aws athena start-query-execution", {"CLOUD_MUTATE"}),
    ],
)
def test_clients(command: str, expected: set[str]) -> None:
    assert codes(command) == expected
