"""Addresses that a site can have. Those that it cannot have are in the catalogue of errors."""

from __future__ import annotations

import pytest

from ssg.settings import check_url


@pytest.mark.parametrize(
    "address",
    [
        "https://meridian.example",
        "http://localhost:8000/blog/",
        "https://news.bücher.example/",
        "https://192.0.2.1:65535",
        "https://[2001:db8::1]:8080/a%20b/~c/",
    ],
)
def test_addresses_of_sites(address: str) -> None:
    assert not check_url(address)
