"""The built files of pages from another host: addresses, policy, proof of the very bytes, and what the doctor finds."""

import re
from base64 import b64decode
from contextlib import contextmanager
from hashlib import sha384

import pytest
from litestar.testing import TestClient

from store.entrypoints.shared.assets import DIST, Assets
from store.entrypoints.wiring.doctor_files import files_elsewhere
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.test_doctor import answering

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.story("US-9.1", "static files can come from a CDN")]
CDN = "https://files.shop.example/static"
_TAG = re.compile(r'(?:href|src)="([^"]+)"((?: integrity="sha384-[^"]+" crossorigin="anonymous")?)')


@contextmanager
def shop(url, folder, **more):
    settings = Settings(database_url=url, data_dir=folder, demo=False, log_level="critical", **more)
    with TestClient(create_app(settings)) as client:
        yield client


def files_on(page):
    """Addresses of built files, each with what its tag says beside it."""
    return {address: said for address, said in _TAG.findall(page) if re.search(r"\.[0-9a-f]{10}\.\w+", address)}


@pytest.mark.parametrize("path", ["/", "/backoffice/login", "/nowhere"])
def test_pages_lead_to_the_other_host_and_take_the_very_bytes_alone(migrated_url, tmp_path, path):
    with shop(migrated_url, tmp_path, static_url=f"{CDN}/") as client:
        page = client.get(path)
        found = files_on(page.text)
        sprite = [address for address in found if "icons" in address]
        assert all(address.startswith("/static/") for address in sprite), "no browser draws it from another host"
        there = {address: said for address, said in found.items() if address.startswith(f"{CDN}/")}
        assert len(there) == 5
        assert len(there) + len(sprite) == len(found)
        for address, said in there.items():
            if address.endswith((".css", ".js")):
                own = (DIST / address.rpartition("/")[2]).read_bytes()
                assert b64decode(said.partition("sha384-")[2].partition('"')[0]) == sha384(own).digest()
        policy = page.headers["content-security-policy"]
        for rule in ("script-src", "style-src", "img-src", "font-src"):
            assert "https://files.shop.example" in re.search(rf"{rule} ([^;]+)", policy)[1]
        assert "files.shop.example" not in re.search(r"connect-src ([^;]+)", policy)[1]


def test_the_files_may_be_fetched_handed_on_and_used_by_pages_of_another_host(migrated_url, tmp_path):
    with shop(migrated_url, tmp_path, static_url=CDN) as client:
        for name in ("besley.woff2", "storefront.css", "storefront.js", "htmx.js"):
            sent = client.get(Assets()(name), headers={"origin": "http://shop.example"})
            assert sent.status_code == 200
            assert sent.headers["access-control-allow-origin"] == "*"
            assert sent.headers["cache-control"] == "max-age=31536000, public, immutable"
            assert "set-cookie" not in sent.headers


def test_without_one_nothing_is_another(migrated_url, tmp_path):
    with shop(migrated_url, tmp_path) as client:
        page = client.get("/")
        assert set(files_on(page.text).values()) == {""}
        assert all(address.startswith("/static/") for address in files_on(page.text))
        assert "style-src 'self';" in page.headers["content-security-policy"]
        assert "access-control-allow-origin" not in client.get(Assets()("besley.woff2")).headers


def test_pictures_and_files_of_one_host_name_it_once(migrated_url, tmp_path):
    with shop(migrated_url, tmp_path, static_url=CDN, media_url="https://files.shop.example/media") as client:
        policy = client.get("/").headers["content-security-policy"]
        assert "img-src 'self' data: https://files.shop.example;" in policy


def test_the_doctor_asks_for_one_as_a_page_would(tmp_path, migrated_url):
    css = (DIST / Assets()("storefront.css").rpartition("/")[2]).read_bytes()

    def found(**headers):
        body, status = headers.pop("body", css), headers.pop("status", 200)
        with answering(status, body, headers) as port:
            return files_elsewhere(Settings(static_url=f"http://127.0.0.1:{port}/static", data_dir=tmp_path))

    good = {"access-control-allow-origin": "*", "cache-control": "public, max-age=31536000, immutable"}
    assert found(**good).state == "ok"
    assert found(**good, body=b"body { }").state == "failed"
    assert found(**good, status=404).state == "failed"
    assert found(**{"cache-control": good["cache-control"]}).state == "failed"
    assert found(**{"access-control-allow-origin": "*"}).state == "warning"
    gone = files_elsewhere(Settings(static_url="http://127.0.0.1:1/static", data_dir=tmp_path))
    assert (gone.state, bool(gone.advice)) == ("failed", True)
