"""What opens doors is not told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import FetchError
from dateline.ledger import Failed
from dateline.masking import masked


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("https://ana:pw@news.example/feed", "https://***@news.example/feed"),
        ("https://0a1b2c@news.example/feed", "https://***@news.example/feed"),
        ("https://ana:p@w/x@news.example:8443/feed", "https://***@news.example:8443/feed"),
        ("https://news.example:8443/@ana/feed", "https://news.example:8443/@ana/feed"),
        ("https://news.example/@ana/feed?a=b@c", "https://news.example/@ana/feed?a=b@c"),
        ("HTTPS://a.example/?Token=abc&id=7#x", "HTTPS://a.example/?Token=***&id=7#x"),
        ("https://a.example/f?access_token=abc", "https://a.example/f?access_token=***"),
        ("https://a.example/f?apiKey=a=b==&n=1", "https://a.example/f?apiKey=***&n=1"),
        ("https://a.example/f?x%5Fkey=abc", "https://a.example/f?x%5Fkey=***"),
        ("https://a.example/f?X-Amz-Signature=abc", "https://a.example/f?X-Amz-Signature=***"),
        ("https://a.example/f;auth=abc", "https://a.example/f;auth=***"),
        ("'https://a.example/f?sig=abc' is no address", "'https://a.example/f?sig=***' is no address"),
        ("two: http://u:p@a.example/ (http://b.example/?key=k)", "two: http://***@a.example/ (http://b.example/?key=***)"),
        ("postgresql://dateline:pw@db.internal/x", "postgresql://dateline:***@db.internal/x"),
        ("postgresql://dateline@db.internal/x", "postgresql://dateline@db.internal/x"),
        ("the key=value of token=abc", "the key=value of token=abc"),
        ("https://a.example/monk/key/token", "https://a.example/monk/key/token"),
    ],
)  # fmt: skip
def test_addresses_tell_no_secret(text: str, told: str) -> None:
    assert masked(text) == told
    assert masked(told) == told


@given(st.text(alphabet=st.characters(categories=("L", "N"), max_codepoint=0x17F), min_size=1))
def test_no_password_is_told_whatever_it_is(secret: str) -> None:
    told = masked(f"https://u:<{secret}>@a.example/?n=1&auth_token=<{secret}>&m=2 failed")
    assert told == "https://***@a.example/?n=1&auth_token=***&m=2 failed"


def test_errors_and_failures_tell_no_secret() -> None:
    address = "https://ana:s3cret@news.example/feed?key=s3cret"
    error = FetchError(f"{address} is too slow", f"ask {address} later")
    assert "s3cret" not in f"{error} {error.problem} {error.way_out} {error!r}"
    assert (
        str(Failed(address, "it is empty", "none"))
        == "https://***@news.example/feed?key=***: it is empty: none"
    )
    assert str(Failed.of(address, error)).count("too slow") == 1, "and the page is named once"
