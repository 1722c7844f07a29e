"""Acts on forms: draft, publish, end, and the ready ones that come with the product. And how one is found."""

import json
from datetime import date, timedelta
from importlib import resources

from django.db.models import Max

from motcua.audit.record import record
from motcua.catalogue.eforms.definition import Form, problems, schema_of
from motcua.catalogue.eforms.stored import EForm
from motcua.catalogue.models import ProcedureVersion
from motcua.datastore.kept import kept
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Overtaken, Refused

_FIRST_DAY_OF_READY = date(2025, 7, 1)


def form_for(version: ProcedureVersion, on: date) -> EForm | None:
    """The form in use for a procedure version on a day; None when it is filed without one. Kept in memory: not to be
    changed."""
    return next((form for form in _published(version.pk) if form.in_use(on)), None)


def form_numbered(key: int | None) -> EForm | None:
    """A form by its number in the database, as a draft or a dossier names it. Kept in memory: not to be changed."""
    return None if key is None else _one(key)


@kept(EForm)
def _published(version_id: int) -> tuple[EForm, ...]:
    """The forms of a version that ever were or will be in use, the newest first."""
    forms = EForm.objects.filter(version=version_id, first_day__isnull=False)
    return tuple(forms.order_by("-first_day", "-number"))


@kept(EForm)
def _one(key: int) -> EForm | None:
    return EForm.objects.filter(pk=key).first()


def save_draft(
    version: ProcedureVersion, form: Form, *, actor: Actor, source: str = "", seen: str | None = None
) -> EForm:
    """Keep a draft; a version of a procedure has one draft at a time. What is wrong with it does not matter yet.

    `seen` is the fingerprint of the draft its author changed; raises Overtaken when somebody changed or threw away
    that draft meanwhile.
    """
    now = clock.now()
    with act():
        draft = EForm.objects.select_for_update().filter(version=version, first_day=None).first()
        _must_be_current(draft, seen)
        if draft is None:
            draft = EForm(version=version, number=_next_number(version))
        draft.schema, draft.author, draft.changed_at = schema_of(form), actor.label, now
        draft.source = source or draft.source
        draft.save()
        record(actor, action="catalogue.draft_eform", kind="eform", key=draft.pk)
    return draft


def throw_away(version: ProcedureVersion, *, actor: Actor, seen: str | None = None) -> None:
    """Delete the draft; versions once in use stay. Raises NotFound without a draft, Overtaken after a change."""
    with act():
        draft = EForm.objects.select_for_update().filter(version=version, first_day=None).first()
        if draft is None:
            raise NotFound
        _must_be_current(draft, seen)
        key, number = draft.pk, draft.number
        draft.delete()
        record(actor, action="catalogue.drop_eform", kind="eform", key=key, detail={"number": number})


def _must_be_current(draft: EForm | None, seen: str | None) -> None:
    if not seen or (draft is not None and draft.fingerprint == seen):
        return
    if draft is None:
        raise Overtaken("Bản nháp này vừa được bỏ hoặc đưa vào dùng. Mở lại trang tờ khai để xem.")
    when = f"{clock.local(draft.changed_at):%H:%M ngày %d/%m/%Y}"
    raise Overtaken(
        f"Bản nháp vừa được {draft.author} sửa lúc {when}. Điều ông/bà vừa ghi còn nguyên trên trang này, chưa lưu: "
        "mở bản nháp ở cửa sổ khác xem đã đổi gì, rồi bấm Lưu để ghi vào bản mới."
    )


def publish(draft_id: int, *, first_day: date, actor: Actor) -> EForm:
    """Put a draft in use from a day on; the one before ends the day before.

    Raises Refused for a form that cannot be used (it says why), a day in the past, or before the one in use.
    """
    with act():
        draft = EForm.objects.select_for_update().filter(pk=draft_id, first_day=None).first()
        if draft is None:
            raise NotFound
        wrong = problems(draft.form)
        if wrong:
            raise Refused("Chưa dùng được tờ khai: " + " ".join(wrong), field="form", code="problems")
        if first_day < clock.today():
            raise Refused("Ngày bắt đầu dùng phải từ hôm nay trở đi.", field="first_day")
        _end_before(draft.version, first_day)
        draft.first_day, draft.changed_at = first_day, clock.now()
        draft.save()
        detail = {"from": first_day.isoformat(), "number": draft.number}
        record(actor, action="catalogue.publish_eform", kind="eform", key=draft.pk, detail=detail)
    return draft


def load_ready_forms(actor: Actor) -> int:
    """Put the ready forms in use for procedures that have none yet; how many were added."""
    wanted = {
        entry.name.removesuffix(".json"): entry
        for entry in _folder().iterdir()
        if entry.name.endswith(".json")
    }
    today = clock.today()
    versions = (
        ProcedureVersion.objects.on(today).filter(procedure__code__in=wanted).select_related("procedure")
    )
    having = set(EForm.objects.filter(version__in=versions).values_list("version_id", flat=True))
    rows = []
    for version in versions:
        if version.pk not in having:
            schema = json.loads(wanted[version.procedure.code].read_text("utf-8"))
            rows.append(
                EForm(
                    version=version,
                    number=1,
                    schema=schema,
                    first_day=min(_FIRST_DAY_OF_READY, today),
                    author="Mẫu có sẵn",
                    source=schema.get("x-source", ""),
                    changed_at=clock.now(),
                )
            )
    if rows:
        with act():
            EForm.objects.bulk_create(rows)
            record(
                actor,
                action="catalogue.load_eforms",
                kind="catalogue",
                key="eforms",
                detail={"forms": len(rows)},
            )
    return len(rows)


def _folder() -> resources.abc.Traversable:
    return resources.files("motcua.catalogue") / "data" / "eforms"


def _next_number(version: ProcedureVersion) -> int:
    last = EForm.objects.filter(version=version).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _end_before(version: ProcedureVersion, first_day: date) -> None:
    for other in EForm.objects.filter(version=version, first_day__isnull=False, last_day=None):
        assert other.first_day is not None  # noqa: S101 - filtered above
        if other.first_day >= first_day:
            raise Refused(
                f"Tờ khai số {other.number} đã dùng từ {other.first_day:%d/%m/%Y}; chọn ngày sau ngày đó.",
                field="first_day",
            )
        other.last_day = first_day - timedelta(days=1)
        other.save(update_fields=["last_day"])
