"""Forms about lateness: the draft of an apology, its signing with a new date, its way back."""

from typing import Any

from django import forms

from motcua.doors.frame.forms import DayField
from motcua.doors.staff.act_base import ActForm
from motcua.dossiers.enums import DelayCause
from motcua.dossiers.rules import commands

CAUSES = [(cause.value, cause.label) for cause in DelayCause]


class DraftApologyForm(ActForm):
    """What an officer writes for a leader to sign."""

    cause = forms.ChoiceField(label="Lý do chậm", choices=[("", "Chọn lý do"), *CAUSES])
    new_due = DayField(label="Đề nghị hẹn lại ngày")
    field_order = ["cause", "new_due", "note"]

    def prepare(self) -> None:
        if self.dossier.due_date is not None:
            self.fields["new_due"].help_text = f"Đang hẹn {self.dossier.due_date:%d/%m/%Y}."
        self.fields["cause"].error_messages["required"] = "Chọn lý do chậm: người nộp đọc được lý do này."
        self.note_label(
            "Giải thích cụ thể, lời xin lỗi", hint="In trên văn bản xin lỗi; chỉ được hẹn lại một lần."
        )

    def command(self) -> commands.Command:
        given = self.cleaned_data
        return commands.DraftApology(
            given["note"], new_due=given["new_due"], cause=DelayCause(given["cause"])
        )


class ExtendForm(DraftApologyForm):
    """A leader signs; the officer's draft is filled in and may be changed."""

    def prepare(self) -> None:
        super().prepare()
        self.fields["new_due"].label = "Ngày hẹn mới"
        draft = self.around.draft
        initial: dict[str, Any] = (
            {"cause": draft.cause, "new_due": draft.new_due, "note": draft.words} if draft else {}
        )
        if draft:
            self.fields["new_due"].help_text += f" Người soạn: {draft.drafted_by}."
        for name, value in initial.items():
            self.fields[name].initial = value

    def command(self) -> commands.Command:
        given = self.cleaned_data
        return commands.Extend(given["note"], new_due=given["new_due"], cause=DelayCause(given["cause"]))


class ReturnApologyForm(ActForm):
    def prepare(self) -> None:
        self.note_label("Phải sửa gì", hint="Người soạn đọc được ý kiến này.")

    def command(self) -> commands.Command:
        return commands.ReturnApology(self.cleaned_data["note"])
