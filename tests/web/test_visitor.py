"""The visitor's own eyes: a page that is made worse is noticed."""

from collections.abc import Callable

import pytest
from tests.web.conftest import Open
from tests.web.visitor import SMALL, Visitor

pytestmark = pytest.mark.web


@pytest.mark.parametrize(
    ("worse", "notices", "words"),
    [
        (
            "document.querySelector('html').removeAttribute('lang')",
            Visitor.assert_accessible,
            "html-has-lang",
        ),
        (
            "document.querySelector('main p').innerHTML = '<nobr>' + 'Một Cửa '.repeat(30)",
            Visitor.assert_fits,
            "rộng",
        ),
        (
            "document.querySelector('main h2').outerHTML = '<h1>Hai</h1>'",
            Visitor.assert_in_order,
            "2 tiêu đề",
        ),
        ("document.documentElement.lang = 'en'", Visitor.assert_in_order, "tiếng en"),
        (
            "document.querySelector('main p').innerHTML = '<b style=\"color: red\">!</b>'",
            Visitor.assert_no_console_errors,
            "Content Security Policy",
        ),
    ],
)
def test_a_page_made_worse_is_noticed(
    visit: Open, worse: str, notices: Callable[[Visitor], None], words: str
) -> None:
    citizen = visit(width=SMALL)
    citizen.goto("/")
    notices(citizen)
    citizen.page.evaluate(worse)
    citizen.page.wait_for_timeout(50)
    with pytest.raises(AssertionError, match=words):
        notices(citizen)
    citizen.complaints.clear()
