"""What a template of a form may use, in words, and the kinds of templates as the storehouse knows them."""

from typing import Any

from motcua.dossiers.slips.examples import FAMILIES, example, form, kinds_of
from motcua.dossiers.slips.kinds import FormKind
from motcua.dossiers.slips.layouts import A5
from motcua.dossiers.slips.printing import built_in, docx_values, images, printed
from motcua.storehouse.templates import Example, FieldWords, TemplateKind

_GROUPS = {"2018": "Mẫu của Thông tư 01/2018/TT-VPCP", "2025": "Mẫu của Thông tư 03/2025/TT-VPCP"}

WORDS: dict[str, str] = {
    "form": "Số mẫu và thông tư ban hành", "title": "Tên mẫu", "agency": "Cơ quan", "agency_head": "Cơ quan, để ở đầu giấy",
    "desk": "Bộ phận Một cửa",
    "provider": "Tên hệ thống", "place_and_date": "Địa danh, ngày tháng năm", "number": "Số và ký hiệu của phiếu",
    "printed_at": "Thời điểm in", "code": "Mã hồ sơ (hoặc mã tra cứu khi chưa có)",
    "code_name": "Chữ «Mã hồ sơ» hoặc «Mã tra cứu»",
    "applicant": "Người nộp, kèm người nộp thay", "owner": "Chủ hồ sơ khi khác người nộp", "address": "Địa chỉ",
    "identity": "Số định danh", "phone": "Điện thoại", "email": "Thư điện tử", "procedure": "Tên thủ tục",
    "procedure_code": "Mã thủ tục", "subject": "Nội dung yêu cầu", "papers": "Danh sách giấy tờ đã nhận",
    "sets": "Số bộ hồ sơ", "limit": "Thời hạn giải quyết", "received": "Thời điểm nhận", "due": "Thời điểm hẹn trả",
    "return_place": "Nơi trả kết quả", "fees": "Phí, lệ phí và tình trạng nộp", "book": "Quyển số của sổ theo dõi",
    "entry": "Số thứ tự trong sổ", "submitter": "Người nộp ký tên", "receiver": "Người tiếp nhận",
    "note": "Ghi chú và nơi tra cứu", "missing": "Danh sách giấy tờ phải bổ sung", "reason": "Lý do",
    "contact": "Người liên hệ, điện thoại", "advisor": "Người hướng dẫn", "repeated": "Câu báo đã yêu cầu bổ sung trước đó",
    "refused": "Câu «Không tiếp nhận…» hoặc «Không giải quyết…»", "old_due": "Ngày hẹn cũ", "new_due": "Ngày hẹn mới",
    "at_fault": "Cơ quan, đơn vị chậm", "signer": "Người ký", "signer_title": "Chức vụ người ký",
    "history": "Những lần đổi hẹn trước", "stage": "Bước đang giải quyết", "request": "Theo đề nghị của ai",
    "lead": "Cơ quan chủ trì", "cooperating": "Cơ quan phối hợp", "steps": "Các lần giao, nhận",
    "year": "Năm", "volume": "Quyển số", "volumes": "Tổng số quyển", "entries": "Từ số đến số",
    "lines": "Các dòng của sổ", "closing": "Sổ đã khóa hay chưa", "qr": "Ảnh mã QR", "barcode": "Ảnh mã vạch",
    "slip_at": "Địa chỉ phiếu đánh giá của hồ sơ này", "slip_qr": "Ảnh mã QR của phiếu đánh giá",
}  # fmt: skip

ROW_WORDS: dict[str, str] = {
    "number": "Số thứ tự", "title": "Tên giấy tờ", "form": "Hình thức", "originals": "Số bản chính", "copies": "Số bản sao",
    "what": "Phải bổ sung, sửa gì", "body": "Cơ quan, đơn vị", "giver": "Bên giao", "taker": "Bên nhận",
    "at": "Thời gian giao, nhận", "result": "Trước hạn, đúng hạn, quá hạn", "note": "Ghi chú", "code": "Mã hồ sơ",
    "content": "Nội dung, tên thủ tục", "sets": "Số bộ", "owner": "Chủ hồ sơ", "address": "Địa chỉ", "phone": "Điện thoại",
    "received": "Nhận hồ sơ", "due": "Hẹn trả", "finished": "Nhận kết quả", "returned": "Trả cho người nộp",
    "returned_how": "Cách nhận", "receiver": "Người nhận hồ sơ", "place": "Địa bàn",
}  # fmt: skip


def template_kinds() -> list[TemplateKind]:
    """Every form of every family, as kinds of templates."""
    return [_kind(kind, family) for family in FAMILIES for kind in kinds_of(family)]


def _kind(kind: FormKind, family: str) -> TemplateKind:
    of = form(kind, family)

    def tried() -> Example:
        said = printed(example(kind, family))
        return Example(docx_values(said), images(said, A5))

    return TemplateKind(
        key=kind.rule,
        family=family,
        label=f"Mẫu {of.number}: {of.title}",
        group=_GROUPS[family],
        fields=field_words(docx_values(printed(example(kind, family)))),
        example=tried,
        built_in=lambda: built_in(kind, family, A5),
    )


def field_words(values: dict[str, Any]) -> tuple[FieldWords, ...]:
    """The fields of some example values, each with what it is."""
    found = []
    for name, value in values.items():
        rows = value[0] if isinstance(value, list) and value else {}
        shown = "" if isinstance(value, list) else str(value)[:80]
        inner = tuple(
            FieldWords(each, ROW_WORDS.get(each, each), str(said)[:60]) for each, said in rows.items()
        )
        found.append(FieldWords(name, WORDS[name], shown, inner))
    return tuple(found)
