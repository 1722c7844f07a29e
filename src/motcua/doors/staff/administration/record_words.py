"""What the record's actions and kinds are called on the page; an action without words shows its own name."""

from motcua.dossiers.enums import Act

KINDS = {
    "dossier": "Hồ sơ",
    "agency": "Cơ quan",
    "staff": "Cán bộ",
    "account": "Tài khoản",
    "setting": "Thiết lập",
    "calendar": "Lịch",
    "office_hours": "Giờ làm việc",
    "procedure": "Thủ tục",
    "catalogue": "Danh mục",
}
ACTIONS = {
    "organisation.found": "Lập cơ quan đầu tiên",
    "organisation.create": "Thêm cơ quan",
    "organisation.change": "Sửa cơ quan",
    "organisation.reorganise": "Sắp xếp đơn vị",
    "organisation.hire": "Thêm cán bộ",
    "organisation.change_staff": "Sửa cán bộ",
    "organisation.move": "Chuyển công tác",
    "organisation.leave": "Thôi làm việc",
    "organisation.grant_role": "Giao vai trò",
    "organisation.end_role": "Thu hồi vai trò",
    "organisation.delegate": "Uỷ quyền",
    "organisation.end_delegation": "Kết thúc uỷ quyền",
    "accounts.open": "Mở tài khoản",
    "accounts.password": "Đặt mật khẩu",
    "accounts.close": "Khoá tài khoản",
    "accounts.reopen": "Mở lại tài khoản",
    "regimes.set": "Đặt thiết lập",
    "worktime.publish": "Ban hành lịch riêng",
    "worktime.hours": "Đặt giờ làm việc",
    "catalogue.load": "Nạp danh mục",
    "catalogue.set_time_limit": "Đặt thời hạn thủ tục",
} | {f"dossiers.{act.value}": act.label for act in Act}
