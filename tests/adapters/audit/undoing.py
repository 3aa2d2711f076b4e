"""A recording shop in which something was bought that is undone, and each wish packed and carried out again."""

from contextlib import contextmanager

from store.adapters.audit.capsule import to_text
from store.application.processes.entering_codes import EnterCode
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.replaying import replay
from store.entrypoints.wiring.settings import Settings
from tests.adapters.audit.test_capsules import HOME, MUG, Recorder
from tests.harness.drivers.driver import Refused

PERSONAL = ("ben@example.org", "Ben Hill", "Main Street", "10115")


class Undoing(Recorder):
    """A recording shop in which something was bought that is undone."""

    def bought(self, card="success", pieces=3, code=None):
        """The number of an order of mugs."""
        cart = self.driver.open_cart()
        self.driver.put(cart, MUG.sku, pieces)
        if code:
            self.driver.do(EnterCode(cart_id=cart, code=code), f"guest:{cart}")
        return self.driver.buy(cart, "ben@example.org", HOME, method="standard", card=card, quote=None, key=None).number

    def replayed(self, command, actor="staff:harness"):
        """Do *command* and pack it: its capsule, once it was reproduced, and why it was refused, if it was."""
        refusal = None
        try:
            self.driver.do(command, actor)
        except Refused as refused:
            refusal = refused.name
        capsule = self.pack(self.newest())
        assert [it.command for it in capsule.commands] == [type(command).__name__]
        assert replay(capsule).difference is None
        text = to_text(capsule).decode()
        assert not [word for word in PERSONAL if word in text]
        return capsule, refusal


@contextmanager
def undoing(url, folder, **more):
    """Such a shop, with settings of its own."""
    with postgres_shop(Settings(database_url=url, data_dir=folder, **more)) as shop:
        yield Undoing(shop)


def tags(capsule):
    """What was done, by the tags of its facts."""
    return {fact.tag for fact in capsule.after}
