"""One's own picture, by pages and by the API: what comes out, what is refused, and what is left of the one before."""

import re

import pytest

from store.application.identity.portraits import LARGEST
from tests.adapters.identity.test_portraits import picture
from tests.entrypoints.accounts.test_account_api import asks, is_problem, logs_in

pytestmark = [pytest.mark.story("US-6.1", "a profile picture"), pytest.mark.requirement("R6.3")]
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture
def inside(ann):
    ann.joins()
    ann.pass_ = logs_in(ann).json()["access_token"]
    return ann


def sends(who, data, kind="image/jpeg"):
    headers = who._known({"headers": {"authorization": f"Bearer {who.pass_}", "content-type": kind}})
    return who.client.put("/api/v1/me/picture", content=data, headers=headers)


def uploads(who, data, name="me.jpg"):
    return who.post("/account/picture", files={"picture": (name, data)})


def test_a_picture_is_shown_in_the_header_and_on_the_account_and_initials_before(inside):
    assert ">AE</i>" in inside.get("/cart").text
    assert uploads(inside, picture()).headers["location"] == "/account"
    small = re.search(r'srcset="(/media/portrait-[0-9a-f]{32}\.96\.webp)"', inside.get("/cart").text)[1]
    answer = inside.get(small)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert answer.headers["cache-control"] == "private, max-age=3600", "or deleting it would act a year later"
    assert small.replace(".96.", ".384.") in inside.get("/account").text
    assert uploads(inside, picture(colour="red")).status_code == 303
    assert inside.get(small).status_code == 404, "the one before is deleted"
    own = asks(inside, "GET", "/me", inside.pass_).json()["picture"]
    assert inside.post("/account/picture/remove").headers["location"] == "/account"
    assert [inside.get(address).status_code for address in own.values()] == [404] * 4
    assert ">AE</i>" in inside.get("/cart").text


def test_programs_send_the_file_as_it_is(inside):
    own = sends(inside, picture("PNG"), "image/png").json()["picture"]
    assert sorted(own) == ["large", "large_jpeg", "small", "small_jpeg"]
    assert inside.get(own["large_jpeg"]).headers["content-type"] == "image/jpeg"
    assert asks(inside, "DELETE", "/me/picture", inside.pass_).status_code == 204
    assert asks(inside, "GET", "/me", inside.pass_).json()["picture"] is None


@pytest.mark.parametrize(("data", "kind", "status", "type"), [
    (SVG, "image/svg+xml", 415, "UnsupportedMediaType"), (SVG, "image/png", 422, "NotAPicture"),
    (picture("PNG", (10, 10)), "image/png", 422, "PictureOutOfSize"), (b"", "image/jpeg", 422, "NotAPicture"),
    (bytes(LARGEST + 1), "image/jpeg", 413, "RequestEntityTooLarge"),
])
def test_what_is_no_picture_is_refused_as_a_problem(inside, data, kind, status, type):
    problem = is_problem(sends(inside, data, kind))
    assert (problem["status"], problem["type"]) == (status, f"/problems/{type}")


def test_a_body_without_an_end_is_cut_off(inside):
    def endless():
        for _ in range(200):
            yield b"\xff\xd8\xff" + bytes(99_997)

    assert sends(inside, endless()).status_code == 413


@pytest.mark.parametrize(("data", "said"), [
    (SVG, "This is no picture that can be shown here"), (picture("PNG", (10, 10)), "at least 64 pixels"),
])
def test_a_form_says_what_is_wrong_with_it(inside, data, said):
    page = uploads(inside, data)
    assert page.status_code == 422
    assert re.search(rf'id="f-picture-error">[^<]*{said}', page.text)


def test_a_file_that_is_too_large_is_refused_on_a_page(inside):
    page = uploads(inside, bytes(LARGEST + 20_000))
    assert (page.status_code, "That was too much at once" in page.text) == (413, True)
