"""What forms ask of whoever hands in for the applicant, and what must be noted before that one follows it online."""

from django import forms

_IDENTITY_LENGTHS = (9, 12)


def may_follow_field() -> forms.BooleanField:
    """The officer's word that a paper of authorisation was seen: kinship noted as a reason opens nothing."""
    return forms.BooleanField(
        label="Có văn bản uỷ quyền, đã xem: người nộp thay được theo dõi hồ sơ trực tuyến",
        required=False,
        help_text="Quan hệ gia đình, đưa hộ: không đánh dấu.",
    )


def personal_number(given: str) -> str:
    """A personal number without spaces. Raises ValidationError for what cannot be one."""
    number = "".join(str(given).split())
    if not number.isdigit() or len(number) not in _IDENTITY_LENGTHS:
        raise forms.ValidationError("Số định danh có 12 chữ số (chứng minh nhân dân cũ: 9 chữ số).")
    return number


def check_ground(form: forms.Form) -> None:
    """Who may follow is known by number, and the paper seen is noted; after the fields were cleaned."""
    data = form.cleaned_data
    if not data.get("delegate_may_follow") or not data.get("delegate_name"):
        return
    if not data.get("delegate_identity") and "delegate_identity" not in form.errors:
        form.add_error(
            "delegate_identity", "Ghi số định danh người nộp thay: hồ sơ chỉ mở cho đúng người này."
        )
    if not data.get("authorisation"):
        form.add_error("authorisation", "Ghi số, ngày, nơi chứng thực của văn bản uỷ quyền đã xem.")
