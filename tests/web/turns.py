"""The turns a dossier may take besides the straight way, driven alike under both regimes."""

import io
from dataclasses import dataclass

from playwright.sync_api import expect
from pypdf import PdfReader
from tests.web.visitor import Visitor

EXTRA, LAW = "Giấy xác nhận nơi cư trú", "Luật Cư trú, Điều 38"


@dataclass(frozen=True)
class Officers:
    """Who works on a dossier, each at a computer of their own."""

    clerk: Visitor
    specialist: Visitor
    leader: Visitor


def act(officer: Visitor, code: str, name: str, **given: str) -> None:
    """One act on a page of its own, sent by keyboard."""
    _send(officer, code, name, given)
    officer.page.wait_for_selector(".notice.success")


def refused(officer: Visitor, code: str, name: str, words: str, **given: str) -> None:
    """The same act sent too early: the page says what is missing."""
    _send(officer, code, name, given)
    expect(officer.page.locator(".error-summary")).to_contain_text(words)


def _send(officer: Visitor, code: str, name: str, given: dict[str, str]) -> None:
    officer.goto(f"/can-bo/ho-so/{code}/viec/{name}")
    for field, value in given.items():
        entry = officer.page.locator(f"[name={field}]").first
        if entry.evaluate("each => each.tagName") == "SELECT":
            entry.select_option(value)
        else:
            entry.fill(value)
    officer.page.keyboard.press("Control+Enter")


def forms_offered(officer: Visitor, code: str) -> list[str]:
    """The forms a dossier has, by name."""
    officer.goto(f"/can-bo/ho-so/{code}/bieu-mau")
    return [text.strip() for text in officer.page.locator("table tbody th").all_inner_texts()]


def words_of(content: bytes) -> str:
    """The words of a PDF."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def issued(officer: Visitor, code: str, name: str) -> str:
    """Issue a form of a dossier as its button does; what stands on the PDF."""
    officer.goto(f"/can-bo/ho-so/{code}/bieu-mau")
    form = officer.page.locator("tbody tr", has_text=name).locator("form")
    fields = form.evaluate("each => Object.fromEntries(new FormData(each))")
    answer = officer.context.request.post(f"/can-bo/ho-so/{code}/bieu-mau/phat-hanh", form=fields)
    assert answer.headers["content-type"] == "application/pdf", answer.status
    return words_of(answer.body())


def ask_for_an_extra_paper(officers: Officers, code: str) -> None:
    """A paper outside the published ones: the law is named, the leader consents, only then the citizen is asked."""
    specialist, leader = officers.specialist, officers.leader
    wish = {"paper": EXTRA, "note": "Không có trong dữ liệu dân cư"}
    refused(specialist, code, "ask-extra", "Căn cứ pháp lý", **wish)
    act(specialist, code, "ask-extra", legal_basis=LAW, **wish)
    specialist.goto(f"/can-bo/ho-so/{code}/viec/ask-supplement")
    expect(specialist.page.locator("table.asked")).not_to_contain_text(EXTRA)

    leader.goto(f"/can-bo/ho-so/{code}")
    expect(leader.page.locator("#extras-title + ul")).to_contain_text(f"Căn cứ: {LAW}")
    leader.check()
    act(leader, code, "consent-extra", note="Đồng ý, chỉ lần này")
    specialist.goto(f"/can-bo/ho-so/{code}/viec/ask-supplement")
    row = specialist.page.locator("table.asked tr", has_text=EXTRA)
    expect(row).to_contain_text("lãnh đạo đã đồng ý")
    row.locator("select").select_option("missing")
    specialist.screenshot("turn-extra")
    specialist.check()
    specialist.page.keyboard.press("Control+Enter")
    specialist.page.wait_for_selector(".notice.success")
    expect(specialist.page.locator(".panel").first).to_contain_text(EXTRA)


def complete(officers: Officers, code: str) -> None:
    """The citizen brings it to the counter."""
    clerk = officers.clerk
    clerk.goto(f"/can-bo/ho-so/{code}")
    clerk.page.locator("form[action$='/viec/complete_supplement'] button[type=submit]").click()
    clerk.page.wait_for_selector(".notice.success")


def told(citizen: Visitor, key: str, words: str) -> None:
    """What the citizen reads on looking the dossier up."""
    citizen.goto(f"/tra-cuu/{key}")
    expect(citizen.page.locator("h1")).to_have_text(words)
    citizen.check(accessible=False)
