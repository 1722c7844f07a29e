"""Self-assessment and appraisal of the reform index over HTTP."""

from datetime import date

from django.test import Client
from django.urls import reverse
from tests import factories
from tests.staff.conftest import Office

from motcua.indicators.models import IndicatorValue
from motcua.organisation.enums import Level, Role
from motcua.organisation.models import RoleGrant


def test_a_commune_scores_itself_and_never_appraises_itself(office: Office) -> None:
    control = office[Role.CONTROL]
    own = reverse("staff:reform-score", args=["3.5", "tu-cham"])
    assert control.post(own, {"points": "7", "evidence": "Báo cáo"}).status_code == 422
    assert control.post(own, {"points": "5", "evidence": " "}).status_code == 422
    assert control.post(own, {"points": "5,5", "evidence": "Báo cáo 3/BC-UBND"}).status_code == 302
    assert (IndicatorValue.objects.get().provenance, str(IndicatorValue.objects.get().points)) == (
        "self",
        "5.50",
    )
    assert "5,50" in control.get(reverse("staff:reform")).content.decode()
    assert control.get(reverse("staff:reform-score", args=["3.5", "tham-dinh"])).status_code == 404
    assert control.get(reverse("staff:reform-score", args=["9.9", "tu-cham"])).status_code == 404
    assert office[Role.LEADER].get(own).status_code == 404


def test_the_level_above_appraises_and_both_scores_stay(db: None) -> None:
    province = factories.agency("H98", level=Level.PROVINCE)
    commune = factories.agency("H98.01", parent=province)
    inspector = factories.officer(province)
    browser = Client()
    browser.force_login(factories.account(inspector, Role.INSPECTOR, below=True))
    asked = f"{reverse('staff:reform-score', args=['3.5', 'tham-dinh'])}?agency={commune.code}"
    assert browser.post(asked, {"points": "4", "evidence": "Biên bản thẩm định"}).status_code == 302
    assert IndicatorValue.objects.get().provenance == "appraised"
    own = f"{reverse('staff:reform-score', args=['3.5', 'tu-cham'])}?agency={commune.code}"
    assert browser.get(own).status_code == 404
    RoleGrant.objects.filter(staff=inspector).update(last_day=date(2021, 1, 1))
    assert browser.get(asked).status_code == 404
