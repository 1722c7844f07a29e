"""Once only: what the house holds is offered, used with its source on record, or asked again for a reason; both counted."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories import moment
from tests.staff.conftest import Office, received
from tests.staff.test_reception import sent  # noqa: F401 - a fixture

from motcua.accounts.models import User
from motcua.catalogue.models import Component, ProcedureVersion
from motcua.dossiers.actions import perform
from motcua.dossiers.filing import HandedIn
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.dossiers.reuse_models import HeldAnswer
from motcua.dossiers.rules import commands
from motcua.dossiers.rules.papers import Asked, Lack
from motcua.kernel.periods import parse
from motcua.kernel.refusals import Refused
from motcua.measurement.behind import behind
from motcua.measurement.families import not_asked_again
from motcua.measurement.queries import scope_of
from motcua.organisation.enums import Role
from motcua.storehouse.models import Paper

pytestmark = pytest.mark.django_db
THEN = moment("2026-06-30 10:00")


def test_what_is_held_is_used_or_asked_again_for_a_reason_and_everybody_sees_which(
    sent: Any,  # noqa: F811
    office: Office,
    birth: ProcedureVersion,
) -> None:
    component = Component.objects.filter(version=birth)[1]
    given, again = f"given_{component.pk}", f"again_{component.pk}"
    scan = SimpleUploadedFile("chung-sinh.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    assert sent(**{given: "scan", f"file_{component.pk}": scan}).status_code == 302
    paper = Paper.objects.get(blob__isnull=False)
    Paper.objects.filter(pk=paper.pk).update(issuer="Trạm y tế xã Thử")
    assert not HeldAnswer.objects.exists()  # nothing was held the first time

    assert sent(**{given: f"reuse-{paper.pk}", again: ""}).status_code == 302
    second = Dossier.objects.order_by("-pk")[0]
    [answer] = HeldAnswer.objects.all()
    assert (answer.reused, answer.source, answer.paper_id) == (
        True,
        "Kho dữ liệu điện tử (Trạm y tế xã Thử)",
        paper.pk,
    )
    page = office[Role.RECEPTION].get(reverse("staff:dossier", args=[second.code])).content.decode()
    assert "Dùng lại: Kho dữ liệu điện tử (Trạm y tế xã Thử)" in page

    asked = sent(**{given: "paper", again: ""})
    assert asked.status_code == 422
    assert "hãy dùng lại, hoặc chọn lý do" in asked.content.decode()
    assert sent(**{given: "paper", again: "chuyen-la"}).status_code == 422
    assert sent(**{given: "paper", again: "inexact"}).status_code == 302
    third = Dossier.objects.order_by("-pk")[0]
    page = office[Role.RECEPTION].get(reverse("staff:dossier", args=[third.code])).content.decode()
    assert "Đã có, yêu cầu nộp lại" in page
    assert "chưa chính xác" in page

    scope = scope_of(office.agency)
    count = not_asked_again(scope, parse("2026-06"), THEN)
    assert (count.numerator, count.denominator) == (1, 2)
    standing = behind(scope, parse("2026-06"), THEN, "D.not_asked_again")
    assert (standing.having, standing.missing) == ((second.pk,), (third.pk,))
    opened = office[Role.CONTROL].get(
        reverse("staff:measure", args=["D.not_asked_again"]), {"period": "2026-06"}
    )
    assert third.code in opened.content.decode()

    owner = Client()
    owner.force_login(User.objects.create_user("chu-ho-so", "mat-khau-thu", person=third.person))
    told = owner.get(reverse("public:own-dossier", args=[third.tracking])).content.decode()
    assert "cơ quan yêu cầu nộp lại" in told
    told = owner.get(reverse("public:own-dossier", args=[second.tracking])).content.decode()
    assert "không phải nộp lại" in told
    assert "Trạm y tế xã Thử" in told


def test_the_database_that_answered_is_on_record(office: Office, birth: ProcedureVersion) -> None:
    component = Component.objects.filter(version=birth)[0]
    source = "Cơ sở dữ liệu quốc gia về dân cư"
    dossier = received(
        office, birth, papers=(HandedIn(component.name, "database", component.pk, origin_source=source),)
    )
    [answer] = HeldAnswer.objects.filter(dossier=dossier)
    assert (answer.reused, answer.source) == (True, source)
    assert DossierPaper.objects.get(dossier=dossier).reused
    page = office[Role.RECEPTION].get(reverse("staff:dossier", args=[dossier.code])).content.decode()
    assert f"Dùng lại: {source}" in page


def test_what_is_held_is_not_called_missing_and_a_declaration_is_written_anew(
    sent: Any,  # noqa: F811
    office: Office,
    birth: ProcedureVersion,
) -> None:
    declaration, component, _ = Component.objects.filter(version=birth)
    for one in (declaration, component):
        scan = SimpleUploadedFile(f"{one.pk}.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
        assert sent(**{f"given_{one.pk}": "scan", f"file_{one.pk}": scan}).status_code == 302
    filled = {"identity_number": "001090123456", "fill": "1"}
    page = office[Role.RECEPTION].post(reverse("staff:receive-one", args=[birth.procedure.code]), filled)
    assert f"again_{component.pk}" in page.content.decode()
    assert f"again_{declaration.pk}" not in page.content.decode()

    dossier = Dossier.objects.order_by("pk")[0]  # without the second paper, which a later dossier brought
    DossierPaper.objects.filter(dossier=dossier, component=component).delete()
    asked = commands.AskSupplement("", items=(Asked(Lack.MISSING, component_id=component.pk),))
    with pytest.raises(Refused, match="hệ thống đã có") as refused:
        perform(dossier.pk, asked, actor=office.actor(Role.SPECIALIST))
    assert refused.value.code == "held"
    wrong = commands.AskSupplement("", items=(Asked(Lack.WRONG, component_id=component.pk, words="Mờ dấu"),))
    assert perform(dossier.pk, wrong, actor=office.actor(Role.SPECIALIST)).supplements_asked == 1
