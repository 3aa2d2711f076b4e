"""Somebody who sends files of products, and the process that works on them."""

import asyncio
from uuid import uuid4

from store.application.catalogue.imports import (
    GetImport,
    ListImportRows,
    SendFile,
    StartImport,
)
from store.application.catalogue.records import GetProductRecord
from store.application.identity.messages import Secret
from store.application.identity.own_account import Register
from store.application.identity.users import ChangeRole
from store.application.shared.authority import Reach, Scope
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from store.domain.shared.ids import product_of
from store.entrypoints.wiring.application import memory_shop
from store.entrypoints.wiring.imports import importer
from tests.harness.drivers.memory import OPENING
from tests.harness.world import CountingIds, StillClock

HEAD = "key,name,category,sku,price\n"
BY = Caller(actor="staff:1", correlation=uuid4())


def lines(*rows):
    return (HEAD + "".join(f"{row}\n" for row in rows)).encode()


MUG, POT, BOWL = "mug,Mug,Kitchen,MUG,9.00", "pot,Pot,Kitchen,POT,19.00", "bowl,Bowl,Kitchen > Bowls,BOWL,12.00"


class Desk:
    """Somebody who sends files, and the process that works on them."""

    def __init__(self):
        self.clock = StillClock(OPENING)
        self.shop = memory_shop(self.clock, CountingIds())
        self.more = {}

    def vendor(self):
        """Somebody who sells their own goods here."""
        email = f"vendor-{uuid4().hex[:8]}@example.org"
        self.does(Register(
            email=email, password=Secret("Kettle&Hearth-9"), given_name="Vera", family_name="Vendor",
        ))
        account = self.shop.emails().find(email)
        self.becomes(account, Role.VENDOR)
        return account

    def becomes(self, account, role):
        self.does(ChangeRole(account_id=account, role=role, by=None, version=None))

    def sits(self, account):
        """From now on they send the files."""
        self.more = {"scope": Scope(Reach.VENDOR, account)}

    def does(self, command):
        return self.shop.bus().do(command, BY).outcome

    def asks(self, query):
        return asyncio.run(self.shop.bus().ask(query))

    def sends(self, data, file="goods.csv", **more):
        return self.does(SendFile(file=file, data=data, actor=BY.actor, **self.more | more))

    def works(self):
        while importer(self.shop, "EUR").next():
            pass

    def begins(self, data, **more):
        """The import of a file that was looked through and is to be taken in."""
        id = self.sends(data, **more)
        self.works()
        self.does(StartImport(import_id=id, **self.more))
        return id

    def imports(self, data, **more):
        id = self.begins(data, **more)
        self.works()
        return id

    def stands(self, id):
        found = self.asks(GetImport(import_id=id, **self.more))
        return found.state, found.results

    def told(self, id):
        rows = self.asks(ListImportRows(import_id=id, **self.more)).items
        return {row.key or row.line: (row.result.value, row.words) for row in rows}

    def product(self, key, source="goods"):
        return self.asks(GetProductRecord(name=str(product_of(source, key))))
