"""The forms of dialogues: the notice, questions, minutes, answers."""

from django import forms

from motcua.doors.frame.forms import MomentField
from motcua.doors.staff.control.showing import areas
from motcua.feedback.enums import Asker, DialogueCause, DialogueWay


class DialogueForm(forms.Form):
    """What the notice says."""

    title = forms.CharField(label="Chủ đề", max_length=300)
    cause = forms.ChoiceField(
        label="Lý do tổ chức", choices=[(each.value, each.label) for each in DialogueCause]
    )
    way = forms.ChoiceField(label="Cách thức", choices=[(each.value, each.label) for each in DialogueWay])
    held_at = MomentField(label="Lúc")
    place = forms.CharField(label="Địa điểm, địa chỉ trực tuyến", max_length=300)
    content = forms.CharField(label="Nội dung", widget=areas())
    joining = forms.CharField(
        label="Cách đăng ký, gửi câu hỏi trước", max_length=500,
        help_text="Gửi về đâu, đến ngày nào: người dân đọc trên trang công khai.",
    )  # fmt: skip
    chair = forms.CharField(label="Chủ trì", max_length=300)
    takes_questions = forms.BooleanField(
        label="Nhận câu hỏi trên trang công khai", required=False, initial=True,
        help_text="Người dân gửi câu hỏi ở trang thông báo, không phải đăng nhập, đến khi buổi đối thoại bắt đầu.",
    )  # fmt: skip


class AnnounceForm(forms.Form):
    """Through what was announced."""

    how = forms.CharField(
        label="Đã thông báo qua",
        max_length=300,
        help_text="Loa truyền thanh, trang thông tin, niêm yết, trưởng thôn…",
    )


class QuestionForm(forms.Form):
    """A question as it came."""

    words = forms.CharField(label="Câu hỏi", widget=areas())
    asker = forms.ChoiceField(label="Người hỏi là", choices=[(each.value, each.label) for each in Asker])
    asker_name = forms.CharField(
        label="Họ tên", max_length=200, required=False, help_text="Được mã hóa, không bao giờ công khai."
    )
    field = forms.CharField(label="Lĩnh vực", max_length=200, required=False)
    unit = forms.CharField(label="Bộ phận trả lời", max_length=200, required=False)


class HoldForm(forms.Form):
    """How it was."""

    people = forms.IntegerField(label="Số người dự", min_value=1, max_value=100_000)
    minutes = forms.CharField(label="Tóm tắt biên bản", widget=areas(5))
    file = forms.FileField(label="Biên bản", required=False, help_text="PDF, Word hoặc ảnh quét.")


class AnswerForm(forms.Form):
    """The answer, or where it went."""

    words = forms.CharField(label="Trả lời", widget=areas(4))
    passed_to = forms.CharField(
        label="Chuyển cơ quan có thẩm quyền", max_length=200, required=False,
        help_text="Khi vượt thẩm quyền: tên cơ quan; phần trả lời ghi văn bản chuyển.",
    )  # fmt: skip


class LeaveOutForm(forms.Form):
    """Why a question is neither answered nor published."""

    reason = forms.CharField(
        label="Vì sao không trả lời, không công khai", max_length=500, widget=areas(2),
        help_text="Ví dụ: trùng câu hỏi số 2; không phải câu hỏi; lời lẽ xúc phạm. Lý do được lưu lại.",
    )  # fmt: skip


class DropForm(forms.Form):
    """Why it is not held."""

    reason = forms.CharField(label="Vì sao không tổ chức", max_length=500, widget=areas(2))
