"""Every kind must compile, find itself through one of its marks, and cost nothing where no mark is."""

from __future__ import annotations

import re

import pytest

from cctl.core.secret.kind import KINDS, shaped

SHAPES = [
    ("age_key", "AGE-SECRET-KEY-1" + "QPZRY9X8GF2TVDW0S3JN"),
    ("aws_key_id", "AKIA" + "Q3EGRVXJ2K4MTLWP"),
    ("slack_webhook", "https://hooks.slack.com/services/" + "T0AB12CD/B0EF34GH/abcDEF123ghi"),
    ("discord_webhook", "https://discord.com/api/webhooks/" + "12345/abcDEF_123-ghi"),
    ("telegram_token", "12345678:" + "AAabcdefghijklmnopqrstuv1"),
    ("sendgrid_key", "SG." + "abcdefghijkl.mnopqrstuvwx"),
    ("vault_token", "hvs." + "CAESIJabcdefghijkl12"),
    ("azure_key", "AccountKey=" + "abcdefghijklmnop12=="),
    ("netrc_password", "machine example.com login bob password " + "swordfish"),
    ("pgpass", "localhost:5432:app:bob:" + "swordfish"),
    ("url_token", "https://x/?access_token=" + "abcd1234"),
]


@pytest.mark.parametrize(("name", "text"), SHAPES)
def test_a_shape_is_found(name, text):
    assert name in {kind for _, _, kind in shaped(f"a {text}" if name != "pgpass" else text)}


def test_all_patterns_compile_and_name_lower_case_marks():
    for kind in KINDS:
        re.compile(kind.pattern)
        assert kind.marks == tuple(mark.lower() for mark in kind.marks)
        assert re.fullmatch("[a-z_]+", kind.name)


def test_a_cut_private_key_goes_to_the_end():
    text = "-----BEGIN PRIVATE KEY-----\nMIIEow\nabc"
    assert (0, len(text), "private_key") in shaped(text)
