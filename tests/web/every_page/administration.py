"""The administrator's pages."""

from tests.web.every_page.places import ADMINISTRATOR, Page, of, of_person

_PERSON = (
    "person", "person-edit", "person-grant", "person-account", "person-delegate", "person-move", "person-leave",
)  # fmt: skip
_OFFICE = (
    ("agency",), ("reorganise",), ("agency-one", "H99.101"), ("agency-edit", "H99.101"),
    ("person-add", "H99.101"), ("calendar",), ("calendar-days",), ("calendar-hours",), ("procedures",),
    ("procedures-choose",), ("templates",),
    ("template", "form.receipt", "2025"), ("settings",), ("setting", "clock.supplement_mode"), ("background",), ("record",),
    ("about",),
)  # fmt: skip
ADMINISTRATION = (
    *(Page(f"staff:{name}", of_person(f"staff:{name}"), ADMINISTRATOR) for name in _PERSON),
    *(Page(f"staff:{name}", of(f"staff:{name}", *given), ADMINISTRATOR) for name, *given in _OFFICE),
)
# The sample's administrator has one commune: what is for all agencies is refused, with the reason.
REFUSED = (
    Page("staff:agency-add", of("staff:agency-add", "H99.101"), ADMINISTRATOR, status=422),
    Page("staff:procedure-limit", of("staff:procedure-limit", "1.001193"), ADMINISTRATOR, status=422),
    Page(
        "staff:blank-form-attach",
        lambda house: "/can-bo/quan-tri/thu-tuc/1.001193/bieu-mau/{}".format(
            house.one(
                "SELECT c.id FROM catalogue_component c JOIN catalogue_procedureversion v ON v.id = c.version_id"
                " JOIN catalogue_procedure p ON p.id = v.procedure_id WHERE p.code = '1.001193'"
            )
        ),
        ADMINISTRATOR,
        status=422,
    ),
)
