"""The page of papers: what the store holds is offered, the rest is uploaded; for a reply only what was asked for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from motcua.accounts.models import Person
from motcua.blobs.store import put
from motcua.doors.frame.uploads import most_bytes
from motcua.doors.frame.wording import said
from motcua.doors.public.filing.shared import step, step_page
from motcua.doors.public.filing.steps import road_of
from motcua.dossiers import filing_papers, replying
from motcua.dossiers.filing_drafts import DraftPaper, FilingDraft
from motcua.dossiers.replying import Line
from motcua.dossiers.rules.offers import stand_ins
from motcua.dossiers.rules.papers import Lack
from motcua.kernel.refusals import Refused

_REMOVE, _MORE = "bo", "khac"


@step
def papers(request: HttpRequest, person: Person, draft: FilingDraft) -> HttpResponse:
    """The papers of a filing, or what a supplement request asks for."""
    problem, status, at = "", 200, ""
    slots = _slots(draft)
    if request.method == "POST":
        at = request.POST.get("giay-to", "")
        try:
            if _paper_sent(request, draft, slots.get(at)):
                return redirect(f"{request.path}#giay-to-{at}" if at else request.path)
        except Refused as refusal:
            problem, status = said(refusal.message), 422
        else:
            return redirect(road_of(draft).after(request.path))
    there, held = filing_papers.papers_of(draft), replying.held_papers(draft)
    shown = [
        {"key": key, "line": line, "component": line.component, "papers": [one for one in there if _belongs(one, line)],
         "held": stand_ins(line.name, held) if line.component else [], "problem": problem if at == key else "",
         "may_lack": _may_lack(draft, line)}
        for key, line in slots.items()
    ]  # fmt: skip
    road = road_of(draft)
    context = {
        "needed": [each for each in shown if not each["may_lack"]],
        "others": [each for each in shown if each["may_lack"]],
        "problem": problem,
        "problem_at": f"tep-{at}" if problem and at in slots else "",
        "asked": replying.request_of(replying.dossier_replied_to(draft)) if draft.replies_to else None,
        "topics": road.beside,
        "most_bytes": most_bytes(),
        "most_megabytes": most_bytes() >> 20,
    }
    title = _("Bổ sung giấy tờ") if draft.replies_to else _("Giấy tờ")
    return step_page(request, road, "filing/papers.html", title, context, status=status)


def _slots(draft: FilingDraft) -> dict[str, Line]:
    """What papers can be put in here, by the name each has on the page."""
    if not draft.replies_to:
        # What everybody must hand in first; what only some need after it.
        wanted = sorted(
            filing_papers.papers_wanted(draft), key=lambda each: not each.required or bool(each.condition)
        )
        return {str(each.pk): Line(each.name, Lack.MISSING, component=each) for each in wanted}
    request = replying.request_of(replying.dossier_replied_to(draft))
    asked = {each.key: each for each in request.lines if not each.by_form} if request else {}
    return asked | {_MORE: Line(_("Giấy tờ khác kèm theo"), Lack.MISSING)}


def _may_lack(draft: FilingDraft, line: Line) -> bool:
    """Whether only some must hand this in; what a supplement request names, everybody it is asked of."""
    if line.component is None:
        return not line.extra_id
    return not draft.replies_to and (not line.component.required or bool(line.component.condition))


def _belongs(paper: DraftPaper, line: Line) -> bool:
    component = line.component.pk if line.component else None
    return (paper.component_id, paper.extra_id) == (component, line.extra_id)


def _paper_sent(request: HttpRequest, draft: FilingDraft, line: Line | None) -> bool:
    """Whether a paper was added or taken out; False: the citizen goes on."""
    if (gone := request.POST.get(_REMOVE, "")).isdecimal():
        filing_papers.drop_paper(draft, int(gone))
        return True
    if line is None:
        return bool(request.POST.get("giay-to"))  # of a page that is no longer so: shown anew
    if line.component and (held := request.POST.get("dung-lai", "")).isdecimal():
        filing_papers.use_held(draft, line.component, int(held))
        return True
    upload = request.FILES.get("tep")
    if upload is None:
        raise Refused(_("Chọn tệp hoặc chụp ảnh giấy tờ trước khi tải lên."), field="tep")
    blob = put(upload, declared_name=upload.name or "")
    filing_papers.put_paper(draft, line.component, blob, line.name, extra_id=line.extra_id)
    return True
