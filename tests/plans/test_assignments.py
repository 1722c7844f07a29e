"""Who leads and who helps, in the words of a cell or a sentence."""

from motcua.plans.reading.bodies import actor_of, assignment

CELLS = {
    "Văn phòng Sở chủ trì; các phòng, đơn vị phối hợp": ("Văn phòng Sở", "các phòng, đơn vị"),
    "Văn phòng UBND tỉnh chủ trì, các sở, ngành phối hợp thực hiện": ("Văn phòng UBND tỉnh", "các sở, ngành"),
    "Sở Tư pháp - chủ trì\nSở Nội vụ - phối hợp": ("Sở Tư pháp", "Sở Nội vụ"),
    "Sở Tư pháp (chủ trì), Sở Nội vụ (phối hợp)": ("Sở Tư pháp", "Sở Nội vụ"),
    "Sở Tư pháp chủ trì, phối hợp với Sở Nội vụ": ("Sở Tư pháp", "Sở Nội vụ"),
    "Sở Tư pháp phối hợp với Sở Nội vụ": ("Sở Tư pháp", "Sở Nội vụ"),
    "Sở Tư pháp chủ trì": ("Sở Tư pháp", ""),
    "Sở Tư pháp, Sở Nội vụ đồng chủ trì": ("Sở Tư pháp; Sở Nội vụ", ""),
    "Phòng Kinh tế, Hạ tầng và Đô thị": ("Phòng Kinh tế, Hạ tầng và Đô thị", ""),
    "Công an xã, BCH Quân sự xã": ("Công an xã; BCH Quân sự xã", ""),
    "VP HĐND-UBND, VHXH, TTPVHCC": ("VP HĐND-UBND; VHXH; TTPVHCC", ""),
    "Văn phòng HĐND và UBND xã, Phòng Kinh tế": ("Văn phòng HĐND và UBND xã; Phòng Kinh tế", ""),
}
SENTENCES = {
    "Đề nghị Ủy ban MTTQ Việt Nam xã tích cực phối hợp.": "Ủy ban MTTQ Việt Nam xã",
    "Các phòng, đơn vị căn cứ nhiệm vụ được giao triển khai.": "Các phòng, đơn vị",
    "Trên cơ sở Kế hoạch này, các phòng xây dựng kế hoạch.": "các phòng",
    "Hằng quý, Phòng Kinh tế báo cáo kết quả.": "Phòng Kinh tế",
    "Kinh phí thực hiện do ngân sách xã bảo đảm.": None,
}


def test_who_leads_and_who_helps_in_a_cell() -> None:
    found = {text: assignment(text) for text in CELLS}
    assert {text: ("; ".join(one.lead), "; ".join(one.cooperating)) for text, one in found.items()} == CELLS


def test_who_a_sentence_gives_the_work_to() -> None:
    assert {text: actor_of(text) for text in SENTENCES} == SENTENCES
