"""Lists: filters, order, pages, files, and as many statements for fifty rows as for two."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests import factories
from tests.factories import moment
from tests.staff.conftest import Office, filed_online, received

from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers import actions
from motcua.dossiers.finding import MOST
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.kernel.clock import frozen, now
from motcua.organisation.enums import Role
from motcua.regimes.actions import set_value

LISTS = ("home", "work", "inbox", "register", "search")


def count(office: Office, url: str) -> int:
    """Statements of one page, after a first visit has filled what the process keeps."""
    office[Role.RECEPTION].get(url)
    with CaptureQueriesContext(connection) as caught:
        assert office[Role.RECEPTION].get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize("name", LISTS)
def test_statements_do_not_grow_with_rows(name: str, office: Office, birth: ProcedureVersion):
    url = reverse(f"staff:{name}") + {"search": "?q=mau"}.get(name, "")
    received(office, birth)
    filed_online(office, birth)
    few = count(office, url)
    for _ in range(12):
        received(office, factories.version())
        filed_online(office, birth)
    assert count(office, url) == few
    assert few <= 15


def test_the_dossier_page_asks_little_and_the_same_after_a_long_life(office: Office, birth: ProcedureVersion):
    dossier = received(office, birth, fees=(("Lệ phí", 8000),))
    url = reverse("staff:dossier", args=[dossier.code])
    early = count(office, url)
    specialist = office.staff[Role.SPECIALIST].pk
    for _ in range(6):
        actions.perform(dossier.pk, commands.Assign(holder_id=specialist), actor=office.actor(Role.LEADER))
    assert count(office, url) <= early + 1
    assert early <= 18  # the papers that may be asked for, the clocks of the desk


def test_cards_of_the_day_open_their_lists(office: Office, birth: ProcedureVersion):
    with frozen(moment("2026-05-20 09:00")):
        late = received(office, birth, name="Hạng A Trễ")
    fresh = received(office, birth, name="Hạng A Mới")
    filed_online(office, birth)
    home = office[Role.RECEPTION].get(reverse("staff:home"))
    shown = {card.label: (card.value, card.url) for card in home.context["summaries"]}
    assert {label: value for label, (value, _) in shown.items()} == {
        "Chờ tiếp nhận": 1, "Đã nhận hôm nay": 1, "Hẹn trả hôm nay": 0, "Sắp đến hạn": 0, "Quá hạn": 1,
        "Chờ trả kết quả": 0,
    }  # fmt: skip
    late_list = office[Role.RECEPTION].get(shown["Quá hạn"][1]).content.decode()
    assert late.code in late_list
    assert fresh.code not in late_list
    assert "quá hạn" in late_list
    register = office[Role.RECEPTION].get(shown["Đã nhận hôm nay"][1]).content.decode()
    assert fresh.code in register
    assert late.code not in register
    page = home.content.decode()
    assert page.index(late.code) < page.index(fresh.code)
    assert "còn 5 ngày 6 giờ làm việc" in page


def test_who_waits_for_the_citizen_is_late_only_when_it_was_before(office: Office, birth: ProcedureVersion):
    """The clock stands: the day printed passes, and the dossier is on no list of what is late or due."""

    def asked_on(day: str) -> str:
        dossier = received_on_20_may(office, birth)
        with frozen(moment(f"{day} 10:00")):
            actions.perform(
                dossier.pk,
                commands.RequirePayment(amount=50_000, note="Thuế"),
                actor=office.actor(Role.SPECIALIST),
            )
        return dossier.code or ""

    running = received_on_20_may(office, birth)
    in_time, too_late = asked_on("2026-05-21"), asked_on("2026-06-01")
    home = office[Role.RECEPTION].get(reverse("staff:home"))
    shown = {card.label: (card.value, card.url) for card in home.context["summaries"]}
    assert shown["Quá hạn"][0] == 2
    listed = office[Role.RECEPTION].get(shown["Quá hạn"][1]).content.decode()
    assert too_late in listed
    assert in_time not in listed
    assert running.due_date is not None
    with frozen(moment(f"{running.due_date:%Y-%m-%d} 09:00")):
        cards = office[Role.RECEPTION].get(reverse("staff:home")).context["summaries"]
    assert [card.value for card in cards if card.label == "Hẹn trả hôm nay"] == [1]


def received_on_20_may(office: Office, birth: ProcedureVersion) -> Dossier:
    with frozen(moment("2026-05-20 09:00")):
        return received(office, birth)


def test_my_work_is_mine_until_all_is_asked_for(office: Office, birth: ProcedureVersion):
    mine, given = received(office, birth), received(office, birth)
    actions.perform(
        given.pk, commands.Assign(holder_id=office.staff[Role.SPECIALIST].pk), actor=office.actor(Role.LEADER)
    )
    own = office[Role.RECEPTION].get(reverse("staff:work")).content.decode()
    assert mine.code in own
    assert given.code not in own
    both = office[Role.RECEPTION].get(reverse("staff:work") + "?whose=all").content.decode()
    assert mine.code in both
    assert given.code in both


def test_filters_search_and_order(office: Office, birth: ProcedureVersion):
    first = received(office, birth, name="Bế Thị Ánh")
    second = received(office, factories.version(2), name="Trần Văn Đức")
    url = reverse("staff:work")

    def codes(query: str) -> list[str]:
        page = office[Role.RECEPTION].get(url + query)
        return [row.dossier.code for row in page.context["rows"]]

    assert codes("?q=be thi anh") == [first.code]
    assert codes(f"?q={second.code.lower()}") == [second.code]
    assert codes("") == [second.code, first.code]
    assert codes("?sort=-due") == [first.code, second.code]
    assert codes("?sort=name") == [first.code, second.code]
    assert codes("?sort=passwort") == [second.code, first.code]
    assert codes("?field=L%E1%BA%A1") == [second.code, first.code]
    assert codes("?due=late") == []
    assert codes("?state=returned") == []
    assert codes("?page=99") == [second.code, first.code]


def test_lists_are_saved_as_excel(office: Office, birth: ProcedureVersion):
    dossier = received(office, birth, name="=Bế Thị Ánh")
    for name in ("work", "register"):
        answer = office[Role.RECEPTION].get(reverse(f"staff:{name}") + "?as=xlsx")
        assert "attachment" in answer.headers["Content-Disposition"]
        sheet = load_workbook(io.BytesIO(answer.content)).active
        rows = list(sheet.values)
        assert len(rows) == 2
        assert dossier.code in rows[1]
        assert "=Bế Thị Ánh" in rows[1]


def test_the_file_of_a_name_holds_what_the_list_shows(office: Office, birth: ProcedureVersion):
    """Also behind a thousand newer ones of the same name, which are no longer worked on; SQLite looks at a thousand."""
    wanted = received(office, birth, name="Bế Thị Ánh")
    newer = range(1, MOST + 2)
    Dossier.objects.bulk_create(
        Dossier(
            **{each.attname: getattr(wanted, each.attname) for each in Dossier._meta.concrete_fields}
            | {"id": None, "code": f"X{one}", "tracking": f"X{one:011}", "state": "returned", "finished_at": now()}
        )
        for one in newer
    )  # fmt: skip
    url = reverse("staff:work") + "?whose=all&q=be thi anh"
    shown = [row.dossier.code for row in office[Role.RECEPTION].get(url).context["rows"]]
    sheet = load_workbook(io.BytesIO(office[Role.RECEPTION].get(url + "&as=xlsx").content)).active
    assert shown == ([wanted.code] if connection.vendor == "postgresql" else [])
    assert (wanted.code in str(list(sheet.values))) is bool(shown)


def test_the_register_shows_the_days_asked_for(office: Office, birth: ProcedureVersion):
    with frozen(moment("2026-05-20 09:00")):
        may = received(office, birth)
    june = received(office, birth)
    url = reverse("staff:register")
    this_month = office[Role.RECEPTION].get(url).content.decode()
    assert june.code in this_month
    assert may.code not in this_month
    asked = office[Role.RECEPTION].get(url + "?first=01/05/2026&last=31/05/2026").content.decode()
    assert may.code in asked
    assert june.code not in asked
    assert office[Role.RECEPTION].get(url + "?first=hom-qua&last=x").status_code == 200
    actions.perform(june.pk, commands.RefuseToSettle("Thiếu điều kiện"), actor=factories.CLERK)
    assert "Đã xử lý xong: từ chối giải quyết" in office[Role.RECEPTION].get(url).content.decode()


def test_the_register_stands_in_the_order_of_its_file(office: Office, birth: ProcedureVersion):
    first, second = received(office, birth), received(office, birth)
    Dossier.objects.filter(pk=first.pk).update(received_at=second.received_at + timedelta(minutes=1))
    reception, url = office[Role.RECEPTION], reverse("staff:register")

    def codes(asked: str) -> list[str]:
        return [row.dossier.code for row in reception.get(url + asked).context["rows"]]

    sheet = load_workbook(io.BytesIO(reception.get(url + "?as=xlsx").content)).active
    assert codes("") == [row[1] for row in list(sheet.values)[1:]] == [first.code, second.code]
    assert codes("?sort=received") == [second.code, first.code]
    assert codes("?sort=-received") == [first.code, second.code]


def test_search_opens_the_dossier_of_an_exact_code(office: Office, birth: ProcedureVersion):
    dossier = received(office, birth)
    scanned = f"Mã hồ sơ: {dossier.code}"  # the first line of the receipt's QR code
    for code in (dossier.code, dossier.code.lower(), dossier.tracking, scanned):
        answer = office[Role.RECEPTION].get(reverse("staff:search"), {"q": f" {code} "})
        assert answer.url == reverse("staff:dossier", args=[dossier.code])
    found = office[Role.RECEPTION].get(reverse("staff:search"), {"q": "tran van mau"}).content.decode()
    assert dossier.code in found


def test_the_first_page_greets_those_without_dossiers(office: Office):
    page: Any = office[Role.ADMINISTRATOR].get(reverse("staff:home"))
    assert "Ông/bà không xử lý hồ sơ" in page.content.decode()


def test_due_soon_is_the_setting_of_the_agency_on_every_list(office: Office, birth: ProcedureVersion):
    dossier = received(office, birth)  # received on 3/6, due on 10/6
    clerk = office[Role.RECEPTION]

    def listed() -> bool:
        page = clerk.get(reverse("staff:work"), {"whose": "all", "due": "next"}).content.decode()
        return dossier.code in page

    assert "đến hết 08/06" in clerk.get(reverse("staff:home")).content.decode()
    assert not listed()
    set_value(key="lateness.warn_working_days", value=5, scope=office.agency.code, first_day=date(2026, 6, 1),
              reason="Thử", source="", actor=office.actor(Role.ADMINISTRATOR))  # fmt: skip
    assert "đến hết 10/06" in clerk.get(reverse("staff:home")).content.decode()
    assert listed()
    control = office[Role.CONTROL].get(reverse("staff:control")).content.decode()
    assert "Sắp đến hạn (đến 10/06)" in control


def test_a_supplement_that_came_in_is_marked_until_somebody_goes_on(office: Office):
    """In the list of work after receipt, among what waits for the desk before it."""
    actor, plain = office.actor(Role.RECEPTION), factories.version(5)
    specialist = office.staff[Role.SPECIALIST].pk

    def marked(name: str) -> bool:
        page = office[Role.RECEPTION].get(reverse(f"staff:{name}") + "?whose=all").content.decode()
        return "Đã bổ sung" in page

    afterwards = {
        "work": (commands.Assign(holder_id=specialist), commands.Forward(holder_id=specialist)),
        "inbox": (commands.AskExtra("Cần đối chiếu", paper="Sổ hộ khẩu", legal_basis="Luật Cư trú"),),
    }
    for dossier, name in ((received(office, plain), "work"), (filed_online(office, plain), "inbox")):
        *others, goes_on = afterwards[name]
        actions.perform(dossier.pk, commands.AskSupplement("Thiếu giấy chứng sinh"), actor=actor)
        assert not marked(name)
        actions.perform(dossier.pk, commands.CompleteSupplement(), actor=actor)
        assert marked(name)
        for command in others:  # given to somebody else, who has not seen it yet
            actions.perform(dossier.pk, command, actor=actor)
            assert marked(name)
        actions.perform(dossier.pk, goes_on, actor=actor)
        assert not marked(name)
