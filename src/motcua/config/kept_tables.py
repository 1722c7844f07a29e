"""Tables whose content is kept in memory between questions (`datastore.kept`): read by every page, changed by few acts."""

KEPT = (
    "regimes_setting",
    "worktime_officehours",
    "worktime_calendarversion",
    "organisation_agency",
    "organisation_staff",
    "organisation_rolegrant",
    "organisation_delegation",
    "organisation_postalcontract",
    "organisation_contractstaff",
    "catalogue_procedure",
    "catalogue_procedureversion",
    "catalogue_component",
    "catalogue_feerule",
    "catalogue_timelimit",
    "catalogue_resultkind",
    "catalogue_internalprocess",
    "catalogue_processbody",
    "catalogue_processstep",
    "catalogue_eform",
    "indicators_localset",
)
