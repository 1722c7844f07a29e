"""Inspections: the draw that anyone can repeat, teams and days, from the plan of the year to the last remedy closed."""

import hashlib
import io
import subprocess
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from docx import Document
from docx.oxml.ns import qn
from tests import factories
from tests.factories import moment

from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import Dossier
from motcua.inspections import concluding, inspecting
from motcua.inspections.checklists import Wording, checklist_of, checklists, lists_in, take_back, write
from motcua.inspections.concluding import Conclusion
from motcua.inspections.enums import (
    Among,
    Answered,
    CheckForm,
    CheckState,
    CheckWay,
    DrawOf,
    FindingKind,
    PlanMode,
    TeamRole,
    ViolationKind,
)
from motcua.inspections.framing import Source
from motcua.inspections.inspecting import Member, NewInspection, NewPlan
from motcua.inspections.inspection_models import Draw, Finding, Inspection, InspectionPlan, Remedy, TeamMember
from motcua.inspections.models import Violation
from motcua.inspections.report import decision_paper, minutes_paper, report_paper, unit_report_by
from motcua.inspections.rules import check_team, days_of, digest_of, draw, frame_of
from motcua.kernel.clock import frozen
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.regimes.law import explain
from motcua.rendering.official import official_docx
from motcua.worktime import national

HEAD, SECRETARY, MEMBER = TeamRole.HEAD, TeamRole.SECRETARY, TeamRole.MEMBER
RULES = {
    "notice_working_days": 10, "notice_sudden_working_days": 3, "notice_special_working_days": 0,
    "conclude_working_days": 15,
}  # fmt: skip


# --- pure ---


def test_a_draw_depends_on_seed_and_list_only() -> None:
    frame = frame_of(["H99-3", "H99-1", "H99-2", "H99-1"])
    assert frame == "H99-1\nH99-2\nH99-3\n"
    first = draw("260618", frame, 2)
    assert first == draw("260618", frame_of(["H99-2", "H99-3", "H99-1"]), 2)
    assert [key for key, _ in first] != [key for key, _ in draw("260619", frame, 2)]
    assert first[0][1] == min(hashlib.sha256(f"260618\n{key}".encode()).hexdigest() for key in frame.split())


def test_every_code_has_the_same_chance() -> None:
    """Over 3 000 seeds each of ten codes comes out about 300 times as the first; the bound is six sigmas."""
    frame = frame_of(f"H{number}" for number in range(10))
    firsts = [draw(f"seed {seed}", frame, 1)[0][0] for seed in range(3000)]
    assert all(200 < firsts.count(key) < 400 for key in frame.split())


def test_the_words_on_the_page_draw_the_same(tmp_path: Any) -> None:
    frame = frame_of(f"H99.01-260601-{number:04}" for number in range(40))
    saved = tmp_path / "danh-sach.txt"
    saved.write_text(frame)
    said = subprocess.run(
        ["bash", "-c", "while read -r ma; do printf '%s %s\\n' \"$(printf '%s\\n%s' '7b1' \"$ma\" | sha256sum"
         f" | cut -c1-64)\" \"$ma\"; done < {saved} | sort | head -n 5; sha256sum {saved}"],
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    assert [line.split()[1] for line in said[:5]] == [key for key, _ in draw("7b1", frame, 5)]
    assert said[5].split()[0] == digest_of(frame)


@pytest.mark.parametrize("many", [0, 4])
def test_a_draw_refuses_too_many_and_none(many: int) -> None:
    with pytest.raises(Refused, match="từ 1 đến 3"):
        draw("123456", "a\nb\nc\n", many)


@pytest.mark.parametrize(
    ("form", "special", "notify_by"),
    [
        (CheckForm.PLANNED, False, date(2026, 5, 29)),
        (CheckForm.SUDDEN, False, date(2026, 6, 9)),
        (CheckForm.SUDDEN, True, None),
    ],
)
def test_days_follow_the_rules(form: CheckForm, special: bool, notify_by: date | None) -> None:
    days = days_of(
        form, date(2026, 6, 12), date(2026, 6, 12), special=special, rules=RULES, calendar=national.calendar()
    )
    assert days.notify_by == notify_by
    assert days.conclude_by == date(2026, 7, 3)


@pytest.mark.parametrize(
    ("roles", "special", "refused"),
    [
        ([HEAD, MEMBER], True, ""), ([HEAD, MEMBER, MEMBER], True, ""), ([HEAD], True, "từ 2 đến 3"),
        ([HEAD, MEMBER, MEMBER, MEMBER], True, "từ 2 đến 3"), ([HEAD, MEMBER, MEMBER, MEMBER], False, ""),
        ([MEMBER, MEMBER], True, "một Trưởng đoàn"), ([HEAD, HEAD], False, "một Trưởng đoàn"),
    ],
)  # fmt: skip
def test_a_special_team_has_two_or_three(roles: list[TeamRole], special: bool, refused: str) -> None:
    if not refused:
        check_team(roles, special=special, least=2, most=3)
        return
    with pytest.raises(Refused, match=refused):
        check_team(roles, special=special, least=2, most=3)


def test_checklists_are_whole() -> None:
    for one in lists_in(explain("inspection.checklists", on=date(2026, 6, 1))).values():
        assert one.items
        assert one.source
        assert len({item.code for item in one.items}) == len(one.items)


# --- acts ---


def text_of(docx: bytes) -> str:
    """Every word of a Word file, tables too."""
    body = Document(io.BytesIO(docx)).element.body
    return "\n".join("".join(text.text or "" for text in par.iter(qn("w:t"))) for par in body.iter(qn("w:p")))


@pytest.fixture
def place(db: None) -> Any:
    agency = factories.agency()
    return agency, factories.officer(agency, "Trưởng Tổ"), factories.officer(agency, "Thành Viên")


@pytest.fixture
def actor(place: Any) -> Actor:
    return Actor("staff", str(place[1].pk), place[1].name, place[0].code)


def prepared(place: Any, actor: Actor, **more: Any) -> Inspection:
    agency, head, other = place
    given = {
        "agency": agency, "target": agency, "title": "Kiểm tra ngẫu nhiên Bộ phận Một cửa", "form": CheckForm.SUDDEN,
        "way": CheckWay.ON_SITE, "checklist": "desk", "first_day": date(2026, 6, 12), "last_day": date(2026, 6, 12),
        "members": [Member(head.name, HEAD, head.title, head), Member(other.name, MEMBER, other.title, other)],
        "special": True, "unit": "Bộ phận Một cửa", **more,
    }  # fmt: skip
    return inspecting.prepare(NewInspection(**given), actor=actor)


def receive_some(place: Any, actor: Actor, many: int) -> list[str]:
    with frozen(moment("2026-06-02 08:00")):
        version = factories.version()
        return [
            str(
                dossiers.receive_at_counter(
                    factories.filing(version, place[0]), actor=actor, receiver_id=place[1].pk
                ).code
            )
            for _ in range(many)
        ]


def written(place: Any, actor: Actor, code: str = "desk", **more: Any) -> Any:
    given = {
        "name": "Kiểm tra quầy", "source": "Kế hoạch số 5", "reason": "Gọn hơn", "first_day": date(2026, 6, 10),
        "items": [Wording("D1", "Tại quầy", "Đúng giờ"), Wording("", "Hồ sơ", "Có giấy hẹn"),
                  Wording("", "Tại quầy", "Đeo thẻ"), Wording("D2", "Tại quầy", "")],
        **more,
    }  # fmt: skip
    return write(place[0], code, actor=actor, **given)


def test_an_agency_words_its_own_checklist_from_a_day_on(place: Any, actor: Actor) -> None:
    with frozen(moment("2026-06-03 08:00")):
        before = prepared(place, actor)
    with frozen(moment("2026-06-10 08:00")):
        made = written(place, actor)
        # Items of one group stand together; a new one has a code that none ever had.
        assert [(item.code, item.text) for item in made.items] == [
            ("D1", "Đúng giờ"), ("M1", "Đeo thẻ"), ("M2", "Có giấy hẹn"),
        ]  # fmt: skip
        again = written(
            place, actor, items=[Wording("M1", "Hồ sơ", "Có giấy hẹn"), Wording("", "Hồ sơ", "Mới")]
        )
        assert [item.code for item in again.items] == ["M1", "M3"]
        mine = written(place, actor, "", name="Bảng của xã")
        assert list(checklists(place[0], date(2026, 6, 10))) == ["control", "desk", mine.code]
        assert list(checklists(factories.agency("H99.02"), date(2026, 6, 10))) == ["control", "desk"]
        after = prepared(place, actor, checklist=mine.code)
        with pytest.raises(Refused, match="đã có cuộc kiểm tra dùng bảng này"):
            written(place, actor, mine.code)
        take_back(place[0], first_day=date(2026, 6, 10), reason="Thôi", actor=actor)
        assert list(checklists(place[0], date(2026, 6, 10))) == ["control", "desk"]
    # Each inspection keeps the list it was prepared with.
    assert len(checklist_of(before).items) == 5
    assert checklist_of(after).name == "Bảng của xã"


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"name": " "}, "tên bảng kiểm"),
        ({"source": ""}, "căn cứ"),
        ({"items": [Wording("", "Nhóm", " ")]}, "ít nhất một"),
        ({"items": [Wording("", "", "Đúng giờ")]}, "chưa có nhóm"),
        ({"reason": ""}, "lý do"),
        ({"code": "khong-co"}, "Không có bảng kiểm này"),
    ],
)
def test_a_checklist_that_says_nothing_is_refused(
    place: Any, actor: Actor, more: dict[str, Any], refused: str
) -> None:
    with pytest.raises(Refused, match=refused):
        written(place, actor, **more)


def looked_at(row: Inspection, actor: Actor) -> None:
    items = {item.code: (Answered.MET, "") for item in checklist_of(row).items}
    inspecting.answer_checklist(row.pk, items, actor=actor)


SAID = Conclusion("Tiếp nhận đúng hạn", "Thiếu niêm yết", "Chưa phân công", "Niêm yết lại")


def test_from_the_plan_to_the_last_remedy(place: Any, actor: Actor) -> None:
    codes = receive_some(place, actor, 6)
    with frozen(moment("2026-02-10 09:00")):
        plan = inspecting.make_plan(
            NewPlan(agency=place[0], year=2026, mode=PlanMode.OWN, title="Kiểm tra năm 2026", purpose="Chấn chỉnh",
                    contents="Theo bảng kiểm"),
            actor=actor,
        )  # fmt: skip
        assert plan.due_on == date(2026, 2, 15)
        decided = inspecting.decide_plan(
            plan.pk, decision="12/QĐ-UBND", decided_on=date(2026, 2, 10), actor=actor
        )
        assert decided.send_by == date(2026, 3, 3)  # ten working days, Tết and its swapped days left out
    with frozen(moment("2026-06-11 09:00")):
        row = prepared(place, actor, plan=plan)
        row = inspecting.decide(row.pk, decision="30/QĐ-UBND", decided_on=date(2026, 6, 11), actor=actor)
        assert (row.notify_by, row.conclude_by) == (None, date(2026, 7, 3))
        source = Source(place[0], DrawOf.DOSSIERS, row, Among.RECEIVED, date(2026, 6, 1), date(2026, 6, 10))
        drawn = inspecting.draw_lots(source, 3, actor=actor, seed="123456", origin="Bốc thăm tại cuộc họp")
        assert drawn.size == 6
        assert {key for key, _ in drawn.drawn} <= set(codes)
        assert [key for key, _ in drawn.drawn] == [key for key, _ in draw("123456", frame_of(codes), 3)]
        with pytest.raises(Refused, match="Đã rút"):
            inspecting.draw_lots(source, 3, actor=actor)
        assert inspecting.draw_lots(source, 3, actor=actor, reason="Hồ sơ giấy chưa chuyển về").reason
    with frozen(moment("2026-06-12 15:00")):
        one = dossiers_of(codes[0])
        found = concluding.find(
            row.pk, kind=FindingKind.VIOLATION, words="Đòi thêm giấy tờ", item="D3", dossier=one,
            remedy="Xin lỗi người dân", due_on=date(2026, 6, 20), actor=actor,
        )  # fmt: skip
        with pytest.raises(Refused, match="còn 5 mục"):
            concluding.conclude(
                row.pk, said=SAID, number="31/KL", concluded_on=date(2026, 6, 12), actor=actor
            )
        looked_at(row, actor)
        row = concluding.conclude(
            row.pk, said=SAID, number="31/KL", concluded_on=date(2026, 6, 12), actor=actor
        )
        assert row.follow_up_by == date(2026, 7, 10)
        concluding.enter_violation(found.pk, kind=ViolationKind.EXTRA_PAPER, actor=actor)
        with pytest.raises(Refused, match="đã ở trong sổ"):
            concluding.enter_violation(found.pk, kind=ViolationKind.EXTRA_PAPER, actor=actor)
        # Two officers at once: the second had read the finding before the first entered it.
        Finding.objects.update(violation=None)
        with pytest.raises(Refused, match="được người khác ghi sổ"):
            concluding.enter_violation(found.pk, kind=ViolationKind.EXTRA_PAPER, actor=actor)
        assert Violation.objects.get().dossier == one
    remedy = Remedy.objects.get()
    with frozen(moment("2026-06-18 09:00")):
        with pytest.raises(Refused, match="Còn 1 kiến nghị"):
            concluding.close(row.pk, actor=actor)
        with pytest.raises(Refused, match="chưa báo cáo"):
            concluding.judge_remedy(remedy.pk, accepted=True, actor=actor)
        concluding.answer_remedy(remedy.pk, answer="Đã nhắc nhở", actor=actor)
        concluding.judge_remedy(remedy.pk, accepted=False, words="Chưa xin lỗi", actor=actor)
        concluding.answer_remedy(remedy.pk, answer="Đã xin lỗi tại văn bản 40/UBND", actor=actor)
        concluding.judge_remedy(remedy.pk, accepted=True, actor=actor)
        row = concluding.close(row.pk, actor=actor)
    assert row.status is CheckState.CLOSED


def dossiers_of(code: str) -> Any:
    return Dossier.objects.get(code=code)


def test_a_draw_stays_as_it_was_made(place: Any, actor: Actor) -> None:
    receive_some(place, actor, 3)
    with frozen(moment("2026-06-12 09:00")):
        row = prepared(place, actor)
        source = Source(place[0], DrawOf.DOSSIERS, row, Among.RECEIVED, date(2026, 6, 1), date(2026, 6, 10))
        made = inspecting.draw_lots(source, 2, actor=actor)
    assert len(made.seed) == 32
    for change in (lambda: Draw.objects.update(seed="654321"), lambda: Draw.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"form": CheckForm.PLANNED}, "thuộc một kế hoạch"),
        ({"last_day": date(2026, 6, 1)}, "Ngày cuối"),
        ({"title": " "}, "tên cuộc kiểm tra"),
        ({"checklist": "khong-co"}, "bảng kiểm"),
        ({"plan": InspectionPlan(year=2024)}, "của năm 2024"),
    ],
)
def test_what_preparing_refuses(place: Any, actor: Actor, more: dict[str, Any], refused: str) -> None:
    with pytest.raises(Refused, match=refused):
        prepared(place, actor, **more)


def test_nobody_inspects_their_own_agency_for_another(place: Any, actor: Actor) -> None:
    above, head, other = place
    below = factories.agency("H99.01.9", parent=above)
    theirs = factories.officer(below, "Người của xã")
    members = [Member(head.name, HEAD, "", head), Member(theirs.name, MEMBER, "", theirs)]
    with pytest.raises(Refused, match="thuộc đơn vị được kiểm tra"):
        prepared(place, actor, target=below, members=members)
    team = [members[0], Member(other.name, MEMBER, "", other)]
    assert unit_report_by(prepared(place, actor, target=below, members=team)) is None  # a sudden one
    with frozen(moment("2026-05-20 08:00")):
        plan = inspecting.make_plan(
            NewPlan(agency=above, year=2026, mode=PlanMode.OWN, title="Kế hoạch", purpose="a", contents="b"),
            actor=actor,
        )
        planned = prepared(
            place, actor, target=below, members=team, plan=plan, form=CheckForm.PLANNED, special=False
        )
    assert unit_report_by(planned) == date(2026, 6, 5)


def test_the_papers_say_what_was_done(place: Any, actor: Actor) -> None:
    receive_some(place, actor, 3)
    with frozen(moment("2026-06-12 15:00")):
        row = prepared(place, actor)
        row = inspecting.decide(row.pk, decision="30/QĐ-UBND", decided_on=date(2026, 6, 11), actor=actor)
        team = list(row_team(row))
        paper = text_of(official_docx(decision_paper(row, team)))
        assert "Trưởng Tổ" in paper
        assert "Tổ kiểm tra đặc biệt" in paper
        with pytest.raises(Refused, match="kết luận trước"):
            report_paper(row, team, [], [], [], [])
        source = Source(place[0], DrawOf.DOSSIERS, row, Among.RECEIVED, date(2026, 6, 1), date(2026, 6, 10))
        drawn = inspecting.draw_lots(source, 2, actor=actor)
        minutes = text_of(official_docx(minutes_paper(row, team, [], [], [drawn])))
        assert "Trưởng Tổ" in minutes
        assert drawn.seed in minutes
        looked_at(row, actor)
        row = concluding.conclude(
            row.pk, said=SAID, number="31/KL", concluded_on=date(2026, 6, 12), actor=actor
        )
    said = text_of(official_docx(report_paper(row, team, [], [], [], [drawn])))
    for words in ("Tiếp nhận đúng hạn", "Chưa phân công", drawn.seed, drawn.drawn[0][0], "Bảng kiểm".upper()):
        assert words in said


def row_team(row: Inspection) -> Any:
    return TeamMember.objects.filter(inspection=row)
