"""What is done later in somebody's name is done only as long as they may."""

from uuid import UUID, uuid4

import pytest

from store.application.catalogue.import_ports import ImportJob
from store.application.identity.messages import EnrolStaff, Secret
from store.application.identity.users import GiveRole
from store.application.processes.standing_rights import StandingRights
from store.domain.identity.events import Role
from store.domain.shared.ids import VendorId
from tests.application.processes.examples import shop_selling
from tests.harness.processes import SOMEBODY

pytestmark = [pytest.mark.requirement("R8.5"), pytest.mark.story("US-1.4", "what is somebody else's is not there")]


@pytest.fixture
def shop():
    return shop_selling().shop


def enrolled(shop, name):
    email = f"{name}@example.org"
    shop.bus().do(EnrolStaff(email=email, name=name, password=Secret("Kettle&Hearth-9")), SOMEBODY)
    return shop.emails().find(email)


def holds(shop, actor, vendor=None):
    return StandingRights(shop.journal()).still_hold(
        ImportJob(UUID(int=1), "goods.csv", "goods", actor, VendorId(vendor) if vendor else None, 0)
    )


def test_staff_may_until_their_role_is_taken_away_and_the_operator_always_may(shop):
    enrolled(shop, "first")
    ann = enrolled(shop, "ann")
    assert holds(shop, f"staff:{ann}")
    shop.bus().do(GiveRole(email="ann@example.org", role=Role.CUSTOMER), SOMEBODY)
    assert not holds(shop, f"staff:{ann}")
    assert holds(shop, "staff:token")
    assert not holds(shop, f"staff:{uuid4()}"), "nobody"


def test_a_vendor_may_with_their_own_goods_alone(shop):
    enrolled(shop, "first")
    vera = enrolled(shop, "vera")
    shop.bus().do(GiveRole(email="vera@example.org", role=Role.VENDOR), SOMEBODY)
    assert holds(shop, f"vendor:{vera}", vera)
    assert not holds(shop, f"vendor:{vera}"), "the shop's own goods are not theirs"
