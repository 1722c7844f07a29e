"""Forms about what is asked of a citizen: a supplement by published components, an extra paper by consent."""

from collections.abc import Iterator, Sequence

from django import forms
from django.forms import BoundField

from motcua.doors.staff.act_base import ActForm
from motcua.doors.staff.fee_forms import CountsForm
from motcua.dossiers.enums import Channel, ExtraState
from motcua.dossiers.filing_fees import fee_counted
from motcua.dossiers.rules import commands
from motcua.dossiers.rules.papers import Asked, Lack

_LACKS = [("", "Đủ"), *((lack.value, lack.label) for lack in Lack)]


class AskSupplementForm(ActForm):
    """One row for each published component and each extra paper a leader consented to."""

    def prepare(self) -> None:
        papers = [(f"c{each.pk}", each.name) for each in self.around.components]
        consented = [each for each in self.around.extras if each.state == ExtraState.CONSENTED.value]
        papers += [(f"x{each.pk}", f"{each.paper} (lãnh đạo đã đồng ý)") for each in consented]
        self._rows = [self._add_row(key, name) for key, name in papers]
        if self._rows:
            self.note_label("Ghi thêm cho người nộp", hint=self._hint(), required=False)
        else:
            self.note_label("Nội dung cần bổ sung", hint=self._hint())

    def _add_row(self, key: str, name: str) -> tuple[str, str]:
        self.fields[f"lack_{key}"] = forms.ChoiceField(label=name, choices=_LACKS, required=False)
        self.fields[f"words_{key}"] = forms.CharField(
            label=f"Phải bổ sung, sửa gì: {name}", max_length=500, required=False,
            widget=forms.TextInput({"placeholder": "Phải bổ sung, sửa gì"}),
        )  # fmt: skip
        return f"lack_{key}", f"words_{key}"

    def _hint(self) -> str:
        if self.dossier.supplements_asked:
            return (
                f"Hồ sơ này đã yêu cầu bổ sung {self.dossier.supplements_asked} lần. Chỉ được yêu cầu một lần: lần này "
                "được đánh dấu và đề xuất ghi vào sổ vi phạm."
            )
        if self.dossier.extensions:
            return (
                "Chọn một lần cho đủ. Hồ sơ đã hẹn lại: khi thời hạn tính lại từ đầu, ngày hẹn lại không còn hiệu lực "
                "và không được hẹn lại nữa."
            )
        return (
            "Chọn một lần cho đủ: chỉ được yêu cầu bổ sung một lần, trong 3 ngày làm việc từ khi tiếp nhận."
        )

    @property
    def item_rows(self) -> Sequence[tuple[BoundField, BoundField]]:
        return [(self[lack], self[words]) for lack, words in self._rows]

    def command(self) -> commands.Command:
        return commands.AskSupplement(self.cleaned_data["note"], items=tuple(self._items()))

    def _items(self) -> Iterator[Asked]:
        for lack, words in self._rows:
            if chosen := self.cleaned_data.get(lack):
                key = lack.removeprefix("lack_")
                number = int(key[1:])
                yield Asked(
                    Lack(chosen),
                    component_id=number if key[0] == "c" else None,
                    extra_id=number if key[0] == "x" else None,
                    words=self.cleaned_data.get(words, ""),
                )


class AskExtraForm(ActForm):
    """Two steps: an officer asks with the legal basis, a leader consents; only then may the citizen be asked."""

    paper = forms.CharField(
        label="Giấy tờ ngoài thành phần đã công bố",
        max_length=500,
        error_messages={"required": "Ghi tên giấy tờ muốn yêu cầu."},
    )
    legal_basis = forms.CharField(
        label="Căn cứ pháp lý",
        max_length=500,
        help_text="Điều, khoản, số văn bản cho phép yêu cầu giấy tờ này.",
        error_messages={
            "required": "Ghi điều, khoản, số văn bản cho phép; không có căn cứ thì không được yêu cầu."
        },
    )
    field_order = ["paper", "legal_basis", "note"]

    def prepare(self) -> None:
        self.note_label("Vì sao cần", hint="Mỗi lần xin ý kiến đều được đếm.")

    def command(self) -> commands.Command:
        given = self.cleaned_data
        return commands.AskExtra(given["note"], paper=given["paper"], legal_basis=given["legal_basis"])


class ConsentExtraForm(ActForm):
    extra = forms.TypedChoiceField(label="Đề nghị", coerce=int)
    field_order = ["extra", "note"]

    def prepare(self) -> None:
        waiting = [each for each in self.around.extras if each.state == ExtraState.REQUESTED.value]
        choices = [(each.pk, f"{each.paper} – căn cứ: {each.legal_basis}") for each in waiting]
        self.fields["extra"].choices = choices  # type: ignore[attr-defined]
        self.note_label("Ý kiến", required=False)

    def command(self) -> commands.Command:
        return commands.ConsentExtra(self.cleaned_data["note"], extra_id=self.cleaned_data["extra"])


class DeclineExtraForm(ConsentExtraForm):
    def prepare(self) -> None:
        super().prepare()
        self.note_label("Vì sao không đồng ý")

    def command(self) -> commands.Command:
        return commands.DeclineExtra(self.cleaned_data["note"], extra_id=self.cleaned_data["extra"])


class CompleteSupplementForm(CountsForm):
    """What was asked for is there. Where the fee runs with a count, the desk may say how many it is now."""

    hint = (
        "Chỉ ghi khi bổ sung làm đổi số lượng: phí tính lại theo biểu, thu thêm hoặc đề nghị hoàn phần chênh."
    )

    def prepare(self) -> None:
        online = self.dossier.channel == Channel.ONLINE.value
        self.ask_counts(fee_counted(self.dossier.version, online=online))

    def command(self) -> commands.Command:
        return commands.CompleteSupplement(self.cleaned_data["note"], counts=self.counts())
