"""The headers of every answer."""

import pytest
from django.test import Client


def policy(visitor: Client, address: str) -> dict[str, str]:
    header = visitor.get(address).headers["Content-Security-Policy"]
    return dict(part.split(" ", 1) for part in header.split("; "))


@pytest.mark.parametrize("address", ["/", "/khong-co", "/hong"])
def test_a_page_runs_only_our_own_files(visitor: Client, address: str) -> None:
    rules = policy(visitor, address)
    assert rules["default-src"] == "'none'"
    assert {rules[name] for name in ("script-src", "style-src", "img-src", "connect-src", "form-action")} == {
        "'self'"
    }
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "frame-src" not in rules
    assert not any("unsafe" in source or "data:" in source for source in rules.values())


def test_a_page_may_show_our_papers_when_it_says_so(visitor: Client) -> None:
    rules = policy(visitor, "/kem-giay-to")
    assert rules["frame-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"


def test_a_paper_runs_nothing_and_stands_only_in_our_pages(visitor: Client) -> None:
    rules = policy(visitor, "/paper")
    assert rules["default-src"] == "'none'"
    assert "script-src" not in rules
    assert rules["frame-ancestors"] == "'self'"
    assert visitor.get("/paper").headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_companions_of_the_policy(visitor: Client) -> None:
    headers = visitor.get("/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]
