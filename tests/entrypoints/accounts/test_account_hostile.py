"""Strings made to do harm, wherever an account has room for text: never our fault, never markup."""

import pytest

from tests.entrypoints.accounts.conftest import GOOD
from tests.entrypoints.accounts.test_account_api import asks, logs_in
from tests.entrypoints.rest.test_hostile import FILE, HOSTILE, harmless

pytestmark = [pytest.mark.requirement("R10.2"), pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def _says_if_they_are_few():
    if not FILE.is_file():
        pytest.skip("no collection of hostile strings beside this checkout")


def tidy(text):
    return " ".join(text.split())


def test_as_names(ann):
    ann.joins()
    token = logs_in(ann).json()["access_token"]
    for string in HOSTILE:
        answer = asks(ann, "PATCH", "/me", token, json={"given_name": string})
        harmless(answer, string)
        if answer.is_success:
            assert answer.json()["given_name"] == tidy(string)
            harmless(ann.get("/account"), string)


def test_as_what_is_typed_into_the_forms_of_a_guest(ann):
    for string in HOSTILE:
        for path, form in (
            ("/verify", {"token": string}), ("/password/reset", {"token": string, "password": GOOD}),
            ("/register", {"email": string, "given_name": "x", "family_name": "y", "password": "weak"}),
            ("/password/forgotten", {"email": f"{string} "}),
        ):
            harmless(ann.post(path, form), string)
        harmless(ann.get("/login", params={"next": string}), string)
        harmless(ann.get("/verify", params={"token": string}), string)


def test_as_what_a_program_sends(ann):
    for string in HOSTILE:
        for verb, path, form in (
            ("POST", "/accounts/verification", {"token": string, "password": GOOD}),
            ("POST", "/tokens/refresh", {"refresh_token": string}),
            ("PUT", "/accounts/password", {"token": string, "password": GOOD}),
            ("POST", "/accounts", {"email": string, "password": "weak", "given_name": "x", "family_name": "y"}),
        ):
            harmless(asks(ann, verb, path, json=form), string)
