"""The pages of internal processes: who keeps them, drafting to running over HTTP, the lag shown."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import moment
from tests.staff.conftest import Office

from motcua.catalogue.actions import load_catalogue
from motcua.catalogue.models import InternalProcess, ProcedureVersion, ProcessBody, ProcessStep
from motcua.kernel.clock import frozen
from motcua.kernel.people import SYSTEM
from motcua.organisation.enums import Role


def page(name: str, key: str, *more: Any) -> str:
    return reverse(f"staff:{name}", args=[key, *more])


@pytest.fixture
def draft(office: Office, birth: ProcedureVersion) -> InternalProcess:
    sent = {
        "agency": office.agency.code,
        "procedure": birth.procedure.code,
        "name": "Khai sinh",
        "copied_from": "",
    }
    answer = office[Role.CONTROL].post(reverse("staff:process-new"), sent)
    made = InternalProcess.objects.get(state="draft")
    assert answer.url == page("process", made.key)
    return made


def test_from_a_draft_to_running_over_the_pages(office: Office, draft: InternalProcess):
    browser = office[Role.CONTROL]
    empty = browser.get(page("process", draft.key)).content.decode()
    assert "Còn thiếu để phê duyệt" in empty
    body = {
        "name": "UBND xã", "place": "own", "task": "Đăng ký", "stage": 1, "duration": "5", "unit": "working_day",
        "lead": "on", "holds": "on", "agency": "", "result": "",
    }  # fmt: skip
    assert browser.post(page("process-body", draft.key, 0), body).status_code == 302
    other = body | {"name": "Công an", "place": "chosen", "stage": 2, "lead": "", "duration": "2"}
    assert browser.post(page("process-body", draft.key, 0), other).status_code == 302
    step = {
        "label": "1", "name": "Thẩm định", "performer": "Công chức", "role": "specialist", "body": "1",
        "duration": "8", "unit": "hour", "result": "",
    }  # fmt: skip
    assert browser.post(page("process-step", draft.key, 0), step).status_code == 302
    drawn = browser.get(page("process", draft.key)).content.decode()
    assert "<svg" in drawn
    assert "UBND xã (5 ngày làm việc); rồi Công an (2 ngày làm việc)" in drawn
    approval = {"decision": "12/QĐ-UBND", "approved_on": "20/05/2026", "valid_from": "20/05/2026"}
    assert browser.post(page("process-approve", draft.key), approval).status_code == 302
    waiting = browser.get(reverse("staff:processes")).content.decode()
    assert "1 quy trình đã phê duyệt mà chưa chạy điện tử; chậm nhất 14 ngày" in waiting
    too_soon = browser.post(page("process-run", draft.key), {"first_day": "03/06/2026"})
    assert too_soon.status_code == 422
    assert browser.post(page("process-run", draft.key), {"first_day": "04/06/2026"}).status_code == 302
    with frozen(moment("2026-06-10 09:00")):
        running = browser.get(page("process", draft.key)).content.decode()
    assert "sau quyết định 15 ngày" in running
    assert "Phê duyệt</a>" not in running, "what is approved is not edited any more"
    assert browser.post(page("process-step", draft.key, 1), step).status_code == 422


def test_a_step_and_a_body_are_taken_out_and_the_draft_thrown_away(office: Office, draft: InternalProcess):
    browser = office[Role.ADMINISTRATOR]
    ProcessBody.objects.create(process=draft, order=1, stage=1, place="own", name="UBND", task="Việc")
    ProcessStep.objects.create(process=draft, order=1, label="1", name="Việc", performer="A", role="leader")
    for what in ("body", "step"):
        assert browser.post(page("process-drop", draft.key), {"what": what, "order": 1}).status_code == 302
    assert not ProcessBody.objects.filter(process=draft).exists()
    assert browser.post(page("process-drop", draft.key), {"what": "draft"}).url == reverse("staff:processes")
    assert not InternalProcess.objects.filter(pk=draft.pk).exists()


def test_those_of_others_are_absent(office: Office, elsewhere: Office, draft: InternalProcess):
    for name in ("process", "process-approve", "process-total"):
        assert elsewhere[Role.CONTROL].get(page(name, draft.key)).status_code == 404
        assert office[Role.SPECIALIST].get(page(name, draft.key)).status_code == 404
    assert elsewhere[Role.CONTROL].post(page("process-drop", draft.key), {"what": "draft"}).status_code == 404
    assert InternalProcess.objects.filter(pk=draft.pk).exists()


def test_the_list_with_all_examples_asks_little_and_every_example_is_drawn(office: Office):
    load_catalogue(SYSTEM)
    browser = office[Role.CONTROL]
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(reverse("staff:processes")).status_code == 200
    assert len(asked) <= 15
    for key in InternalProcess.objects.values_list("key", flat=True):
        assert "<svg" in browser.get(page("process", key)).content.decode(), key
    assert browser.get(page("process-approve", "IP01")).status_code == 404, "an example belongs to nobody"
