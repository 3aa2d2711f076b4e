"""Whoever the examples of accounts speak of."""

import re

from tests.entrypoints.rest.conftest import ADDRESS
from tests.entrypoints.rest.example_things import a_card, a_copy
from tests.entrypoints.rest.owners import OWNERS, Owner, tokens_of
from tests.harness.drivers.post import postgres_post
from tests.harness.drivers.postgres import settle


class Person:
    """They are brought to where each example begins."""

    def __init__(self, api, described):
        self.api, self.post = api, postgres_post(api.back_room)
        form = described["paths"]["/api/v1/accounts"]["post"]["requestBody"]["content"]["application/json"]["example"]
        self.login = {"email": form["email"], "password": form["password"]}
        api.expects(202, "POST", "/accounts", json=form)
        link = {"token": self.link("account_verification"), "password": self.login["password"]}
        assert self.api.asks("POST", "/accounts/verification", json=link).status_code == 204

    def link(self, kind, to=None):
        settle(self.api.back_room)
        newest = self.post.newest(to or self.login["email"], kind)
        return re.findall(r"token=([\w-]+)", newest.text)[-1]

    def prepared(self, operation, address, body):
        if operation in OWNERS:
            owner = Owner(self.api, self.post, self.login["password"])
            body = owner.prepared(operation, body)
            self.pass_ = owner.pass_
            return address, body
        tokens = tokens_of(self.api, self.login["email"], self.login["password"])
        self.pass_ = {"authorization": f"Bearer {tokens['access_token']}"}
        match operation:
            case "endSession":
                first = self.api.expects(200, "GET", "/me/sessions", headers=self.pass_)[0]
                address = f"/api/v1/me/sessions/{first['id']}"
            case "verifyEmail":
                form = self.login | {"email": "late@example.org", "given_name": "Late", "family_name": "Comer"}
                self.api.expects(202, "POST", "/accounts", json=form)
                body = {"token": self.link("account_verification", form["email"]), "password": form["password"]}
            case "getAddress" | "changeAddress" | "removeAddress" | "restoreAddress" | "chooseDefaultAddresses":
                self.pass_ = Owner(self.api, self.post, self.login["password"]).pass_  # a book is full some day
                kept = self.api.expects(201, "POST", "/me/addresses", json=ADDRESS, headers=self.pass_)["id"]
                address = re.sub(r"addresses/[0-9a-f-]{36}", f"addresses/{kept}", address)
                body = {"shipping": kept, "billing": kept} if operation == "chooseDefaultAddresses" else body
            case "forgetOwnCard":
                address = f"/api/v1/me/cards/{a_card(self.api, self.pass_)}"
            case "takeCopy":
                address = a_copy(self.api, self.pass_)
            case "refreshTokens":
                body = {"refresh_token": tokens["refresh_token"]}
        return address, body
