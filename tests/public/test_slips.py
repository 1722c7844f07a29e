"""Rating a dossier on the page: faces, reasons, words; counted, and nowhere shown to those who handled it."""

from typing import Any

import pytest
from django.test import Client
from tests.factories import CLERK

from motcua.feedback.enums import RatingChannel, Reason, SlipForm
from motcua.feedback.models import Rating, Slip
from motcua.feedback.slips import NewSlip, answer_slip
from motcua.kernel.refusals import Refused
from motcua.measurement.actions import rebuild
from motcua.measurement.models import DossierFact

pytestmark = pytest.mark.django_db
ADDRESS = "/phieu-danh-gia"


def send(client: Client, dossier: Any, status: int = 302, **given: Any) -> str:
    answer = client.post(ADDRESS, {"key": dossier.tracking, "form": "01", **given})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


@pytest.mark.usefixtures("today")
def test_one_face_is_enough_and_reasons_and_words_are_kept(client: Client, dossier: Any) -> None:
    page = client.get(f"{ADDRESS}?ma={dossier.tracking}").content.decode()
    assert page.count('name="score"') == 6, "five faces, and no answer"
    assert "Thời gian giải quyết" in page
    assert page.index('name="score"') < page.index('name="contacts"'), "the one that is enough stands first"
    assert "Phiếu phát cùng mẫu" not in page, "the QR code said which form it was"
    assert "Phiếu phát cùng mẫu" in client.get(ADDRESS).content.decode()
    send(client, dossier, score="2", reasons=["time", "visits"], comment="Đi lại ba lần")
    rating = Rating.objects.get()
    assert (rating.score, rating.satisfied, rating.reasons, rating.comment) == (
        2, False, ["time", "visits"], "Đi lại ba lần",
    )  # fmt: skip
    assert not Slip.objects.exists(), "no question of the nine indices was answered"
    rebuild()
    assert DossierFact.objects.get(dossier_id=dossier.pk).dissatisfied, "counted into satisfaction (V.3)"
    send(client, dossier, score="5", attitude="good", contacts="0")
    assert [each.score for each in Rating.objects.filter(current=True)] == [5]
    assert Slip.objects.get().attitude == "good"


@pytest.mark.usefixtures("today")
def test_words_are_never_lost_in_silence(client: Client, dossier: Any) -> None:
    page = send(client, dossier, 422, comment="Chờ lâu", attitude="fair")
    assert "Chọn thêm mức hài lòng" in page
    assert "Chờ lâu" in page
    send(client, dossier, 422)
    send(client, dossier, 422, score="3", form="03")
    assert not Rating.objects.exists()
    assert not Slip.objects.exists()
    with pytest.raises(Refused):
        answer_slip(
            NewSlip(
                dossier=dossier, form=SlipForm.RECEIPT, channel=RatingChannel.SLIP, reasons=(Reason.TIME,)
            ),
            actor=CLERK,
        )


@pytest.mark.usefixtures("today")
def test_those_who_handled_it_do_not_see_what_was_said(client: Client, dossier: Any, place: Any) -> None:
    from tests import factories

    from motcua.organisation.enums import Role

    send(client, dossier, score="1", reasons=["attitude"], attitude="complaint", comment="Cán bộ gắt gỏng")
    officer = Client()
    officer.force_login(factories.account(place.clerk, Role.RECEPTION))
    for address in (f"/can-bo/ho-so/{dossier.code}", "/can-bo/", "/can-bo/danh-gia/cua-toi"):
        page = officer.get(address, follow=True).content.decode()
        assert "gắt gỏng" not in page
        assert "tôi phản ánh về thái độ" not in page
