"""Whole pages: nothing the security policy would kill, nothing a screen reader trips over."""

import logging
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from lxml import html

from motcua.doors.frame.context import forget_sample_band

PAGES = ["/", "/cong-dan", "/sai", "/don-gian", "/khong-co", "/hong"]


def page(visitor: Client, address: str) -> Any:
    return html.document_fromstring(visitor.get(address).content.decode())


@pytest.mark.parametrize("address", PAGES)
def test_nothing_stands_inline_that_the_policy_would_kill(visitor: Client, address: str) -> None:
    tree = page(visitor, address)
    assert not tree.xpath("//@style")
    assert not tree.xpath("//style")
    assert not tree.xpath("//script[not(@src)]")
    assert not [name for element in tree.iter("*") for name in element.attrib if name.startswith("on")]
    assert not tree.xpath(
        "//*[starts-with(@href, 'http') or starts-with(@src, 'http') or starts-with(@src, 'data:')]"
    )


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_a_language_a_title_one_heading_and_a_way_to_its_content(
    visitor: Client, address: str
) -> None:
    tree = page(visitor, address)
    assert tree.get("lang") == "vi"
    assert tree.findtext(".//title").strip().endswith("Một Cửa")
    assert len(tree.xpath("//h1")) == 1
    assert len(tree.xpath("//main[@id='content']")) == 1


@pytest.mark.parametrize("address", PAGES)
def test_names_are_given_once_and_references_lead_somewhere(visitor: Client, address: str) -> None:
    tree = page(visitor, address)
    names = Counter(tree.xpath("//@id"))
    assert [name for name, times in names.items() if times > 1] == []
    for attribute in ("for", "aria-labelledby", "aria-describedby"):
        for value in tree.xpath(f"//@{attribute}"):
            assert [name for name in value.split() if name not in names] == [], attribute


@pytest.mark.parametrize("address", ["/", "/cong-dan"])
def test_a_dense_table_can_become_cards(visitor: Client, address: str) -> None:
    cells = page(visitor, address).xpath("//table[contains(@class, 'dense')]/tbody/tr/td")
    assert cells
    assert all(cell.get("data-label") for cell in cells)


def test_the_style_sheet_stays_light_and_asks_no_other_host() -> None:
    text = Path(str(finders.find("frame/frame.css"))).read_text()
    assert len(text.encode()) < 30_000
    assert "url(" not in text
    assert "@import" not in text


def test_scripts_stay_small_and_never_evaluate() -> None:
    scripts = list(Path(str(finders.find("frame/frame.css"))).parent.glob("*.js"))
    assert len(scripts) >= 6
    for script in scripts:
        text = script.read_text()
        assert len(text.splitlines()) < 100, script.name
        assert not re.search(r"\beval\(|innerHTML|new Function|\.style\b", text), script.name


def test_a_public_page_with_its_files_is_under_a_hundred_kilobytes(visitor: Client) -> None:
    body = visitor.get("/don-gian").content
    tree = html.document_fromstring(body.decode())
    files = tree.xpath("//link[@rel='stylesheet']/@href | //script/@src")
    found = [Path(str(finders.find(name.removeprefix("/static/")))) for name in files]
    assert len(body) + sum(file.stat().st_size for file in found) < 100_000


@pytest.mark.parametrize(("address", "status"), [("/khong-co", 404), ("/hong", 500)])
def test_an_error_page_says_what_to_do(visitor: Client, address: str, status: int) -> None:
    answer = visitor.get(address)
    assert answer.status_code == status
    assert html.document_fromstring(answer.content.decode()).xpath("//main//li")


def test_a_fault_shows_a_code_that_stands_in_the_log_and_nothing_of_the_inside(
    visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="motcua.incident"):
        text = visitor.get("/hong").content.decode()
    code = re.search(r"\d{4}-\d{2}-[A-Z0-9]{6}", text)
    assert code
    assert any(code[0] in record.getMessage() for record in caplog.records)
    assert "0900000000" not in text
    assert "RuntimeError" not in text


def test_a_form_without_its_token_is_told_how_to_go_on(settings: Any) -> None:
    settings.CSRF_FAILURE_VIEW = "motcua.doors.frame.errors.stale_form"
    answer = Client(enforce_csrf_checks=True).post("/don-gian", {"words": "x"})
    assert answer.status_code == 403
    assert "tải lại trang" in answer.content.decode()


@pytest.mark.parametrize("address", [*PAGES])
def test_the_sample_band_stands_on_every_page(visitor: Client, settings: Any, address: str) -> None:
    settings.MOTCUA_SAMPLE_BAND = lambda: True
    forget_sample_band()
    visitor.get("/")
    assert "DỮ LIỆU MẪU" in visitor.get(address).content.decode()


def test_the_sample_band_is_asked_for_once_and_absent_without_a_sample(
    visitor: Client, settings: Any
) -> None:
    asked: list[int] = []

    def band() -> bool:
        asked.append(1)
        return False

    settings.MOTCUA_SAMPLE_BAND = band
    forget_sample_band()
    assert "DỮ LIỆU MẪU" not in visitor.get("/").content.decode()
    visitor.get("/cong-dan")
    assert len(asked) == 1
