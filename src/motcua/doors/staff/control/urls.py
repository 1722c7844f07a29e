"""Addresses of the pages of control work."""

from django.urls import URLPattern, path

from motcua.doors.staff.control import (
    budget,
    checklists,
    dialogues,
    draws,
    emulation,
    emulation_criteria,
    initiatives,
    inspection,
    inspection_acts,
    inspection_plans,
    inspection_preparing,
    inspections,
    outreach,
    outreach_ways,
    sent_reports,
)

_CHECK = "kiem-tra"

inspection_urls: list[URLPattern] = [
    path(_CHECK, inspections.overview, name="inspections"),
    path(f"{_CHECK}/bang-kiem", checklists.overview, name="inspection-checklists"),
    path(f"{_CHECK}/bang-kiem/sua", checklists.write, name="inspection-checklist-write"),
    path(f"{_CHECK}/bang-kiem/bo", checklists.back, name="inspection-checklist-back"),
    path(f"{_CHECK}/ke-hoach", inspection_plans.add_plan, name="inspection-plan-add"),
    path(
        f"{_CHECK}/ke-hoach/<int:number>/quyet-dinh",
        inspection_plans.decide_plan,
        name="inspection-plan-decide",
    ),
    path(f"{_CHECK}/ke-hoach/<int:number>/da-gui", inspection_plans.send_plan, name="inspection-plan-sent"),
    path(f"{_CHECK}/ke-hoach/<int:number>/tep", inspection_plans.plan_file, name="inspection-plan-file"),
    path(f"{_CHECK}/chuan-bi", inspection_preparing.add, name="inspection-add"),
    path(f"{_CHECK}/bao-cao-nam", inspection_plans.year_file, name="inspection-year-file"),
    path(f"{_CHECK}/ke-hoach/<int:number>/sua", inspection_plans.change_plan, name="inspection-plan-change"),
    path(f"{_CHECK}/<int:number>/sua", inspection_preparing.change, name="inspection-change"),
    path(f"{_CHECK}/rut-don-vi", draws.agencies, name="inspection-draw-agencies"),
    path(f"{_CHECK}/lan-rut/<int:number>", draws.drawn, name="inspection-drawn"),
    path(f"{_CHECK}/lan-rut/<int:number>/danh-sach", draws.frame, name="inspection-frame"),
    path(f"{_CHECK}/kien-nghi/<int:number>", inspection.remedy, name="inspection-remedy"),
    path(f"{_CHECK}/kien-nghi/<int:number>/ghi", inspection.remedy_act, name="inspection-remedy-act"),
    path(
        f"{_CHECK}/phat-hien/<int:number>/so-vi-pham", inspection_acts.violation, name="inspection-violation"
    ),
    path(f"{_CHECK}/<int:number>", inspection.one, name="inspection"),
    path(f"{_CHECK}/<int:number>/van-ban", inspection.paper, name="inspection-paper"),
    path(f"{_CHECK}/<int:number>/quyet-dinh", inspection_acts.decide, name="inspection-decide"),
    path(f"{_CHECK}/<int:number>/thong-bao", inspection_acts.notify, name="inspection-notify"),
    path(f"{_CHECK}/<int:number>/khong-tien-hanh", inspection_acts.drop, name="inspection-drop"),
    path(f"{_CHECK}/<int:number>/rut-ho-so", draws.dossiers, name="inspection-draw"),
    path(f"{_CHECK}/<int:number>/bang-kiem", inspection_acts.answer, name="inspection-checklist"),
    path(f"{_CHECK}/<int:number>/phat-hien", inspection_acts.find, name="inspection-find"),
    path(f"{_CHECK}/<int:number>/ket-luan", inspection_acts.conclude, name="inspection-conclude"),
    path(f"{_CHECK}/<int:number>/khep-lai", inspection_acts.close, name="inspection-close"),
]

_TALK = "doi-thoai"

dialogue_urls: list[URLPattern] = [
    path(_TALK, dialogues.overview, name="dialogues"),
    path(f"{_TALK}/chuan-bi", dialogues.add, name="dialogue-add"),
    path(f"{_TALK}/cau-hoi/<int:number>", dialogues.answer, name="dialogue-answer"),
    path(f"{_TALK}/cau-hoi/<int:number>/khong-tra-loi", dialogues.leave_out, name="dialogue-leave-out"),
    path(f"{_TALK}/<int:number>", dialogues.one, name="dialogue"),
    path(f"{_TALK}/<int:number>/sua", dialogues.change, name="dialogue-change"),
    path(f"{_TALK}/<int:number>/van-ban", dialogues.paper, name="dialogue-paper"),
    path(f"{_TALK}/<int:number>/thong-bao", dialogues.announce, name="dialogue-announce"),
    path(f"{_TALK}/<int:number>/cau-hoi", dialogues.ask, name="dialogue-ask"),
    path(f"{_TALK}/<int:number>/bien-ban", dialogues.hold, name="dialogue-hold"),
    path(f"{_TALK}/<int:number>/cong-khai", dialogues.publish, name="dialogue-publish"),
    path(f"{_TALK}/<int:number>/khong-to-chuc", dialogues.drop, name="dialogue-drop"),
    path(f"{_TALK}/<int:number>/tep-bien-ban", dialogues.minutes_file, name="dialogue-minutes"),
]

_PUT_OUT = "truyen-thong"

outreach_urls: list[URLPattern] = [
    path(_PUT_OUT, outreach.overview, name="outreach"),
    path(f"{_PUT_OUT}/ghi", outreach.add, name="outreach-add"),
    path(f"{_PUT_OUT}/dot", outreach_ways.campaign, name="outreach-campaign"),
    path(f"{_PUT_OUT}/dot/<int:number>", outreach_ways.change_campaign, name="outreach-campaign-change"),
    path(f"{_PUT_OUT}/kenh", outreach_ways.channel, name="outreach-channel"),
    path(f"{_PUT_OUT}/kenh/<int:number>/dung", outreach_ways.close_channel, name="outreach-channel-close"),
    path(f"{_PUT_OUT}/<int:number>/anh", outreach.picture, name="outreach-picture"),
    path(f"{_PUT_OUT}/<int:number>/rut", outreach.withdraw, name="outreach-withdraw"),
]

_SENT = "bao-cao-da-gui"

sent_urls: list[URLPattern] = [
    path(_SENT, sent_reports.overview, name="sent-reports"),
    path(f"{_SENT}/ghi", sent_reports.add, name="sent-report-add"),
    path(f"{_SENT}/<int:number>/tep", sent_reports.file, name="sent-report-file"),
    path(f"{_SENT}/<int:number>/bo", sent_reports.take_out, name="sent-report-take-out"),
]

merit_urls: list[URLPattern] = [
    path("thi-dua", emulation.overview, name="emulation"),
    path("thi-dua/tieu-chi", emulation_criteria.write, name="emulation-criteria"),
    path("thi-dua/tieu-chi/bo", emulation_criteria.back, name="emulation-criteria-back"),
    path("thi-dua/can-bo/<int:number>", emulation.person, name="emulation-officer"),
    path("thi-dua/ghi-diem", emulation.mark, name="emulation-mark"),
    path("thi-dua/de-nghi", emulation.propose, name="emulation-propose"),
    path("thi-dua/de-nghi/<int:number>", emulation.decide, name="emulation-decide"),
    path("sang-kien", initiatives.overview, name="initiatives"),
    path("sang-kien/dang-ky", initiatives.add, name="initiative-add"),
    path("sang-kien/<int:number>", initiatives.one, name="initiative"),
    path("sang-kien/<int:number>/sua", initiatives.change, name="initiative-change"),
    path("sang-kien/<int:number>/tham-dinh", initiatives.appraise, name="initiative-appraise"),
    path("sang-kien/<int:number>/cong-nhan", initiatives.recognise, name="initiative-recognise"),
    path("kinh-phi", budget.overview, name="budget"),
    path("kinh-phi/du-toan", budget.add, name="budget-add"),
    path("kinh-phi/lay-nam-truoc", budget.begin, name="budget-begin"),
    path("kinh-phi/<int:number>", budget.one, name="budget-line"),
    path("kinh-phi/<int:number>/chi", budget.spend, name="budget-spend"),
    path("kinh-phi/<int:number>/bo", budget.drop, name="budget-drop"),
    path("kinh-phi/lan-chi/<int:number>/bo", budget.take_back, name="budget-take-back"),
    path("kinh-phi/quyet-toan", budget.settle, name="budget-settle"),
]

control_urls: list[URLPattern] = [*inspection_urls, *dialogue_urls, *outreach_urls, *sent_urls, *merit_urls]
