"""``/media``, whether the pictures hang in a folder or in a bucket."""

import pytest
from litestar.testing import TestClient

from store.application.catalogue.media_names import hashed
from store.application.catalogue.sizes import named, of_size
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.pictures import media
from store.entrypoints.wiring.settings import Settings
from tests.conftest import new_bucket
from tests.servers import free_port

pytestmark = [
    pytest.mark.requirement("R2.1"),
    pytest.mark.story("US-9.1", "pictures can come from a CDN"),
]
SVG = "image/svg+xml"
MUG = b"<svg xmlns='http://www.w3.org/2000/svg'><circle r='9'/></svg>" * 20
NAMED = hashed("mug-oat", MUG, ".svg")
ANN = f"portrait-{'0a' * 16}.96.webp"


def shop(url, folder, **more):
    settings = Settings(database_url=url, data_dir=folder, demo=False, log_level="error", **more)
    return settings, TestClient(create_app(settings))


@pytest.fixture(scope="module", params=["folder", "s3"])
def where(request):
    return request.param


@pytest.fixture(scope="module")
def folder(where, tmp_path_factory):
    return tmp_path_factory.mktemp(where)


@pytest.fixture(scope="module")
def visitor(request, where, module_url, folder):
    more = {"s3_url": new_bucket(request.getfixturevalue("s3_server"))} if where == "s3" else {}
    settings, client = shop(module_url, folder, **more)
    pictures = media(settings)
    pictures.put(NAMED, MUG, SVG)
    pictures.put("mug.svg", MUG, SVG)
    pictures.put(ANN, b"RIFF", "image/webp")
    pictures.put("large.webp", b"RIFF" * 200_000, "image/webp")
    with client:
        yield client


def test_a_picture_may_be_looked_at_and_nothing_else(visitor):
    shown = visitor.get(f"/media/{NAMED}")
    assert (shown.status_code, shown.headers["content-type"], shown.content) == (200, SVG, MUG)
    assert "sandbox" in shown.headers["content-security-policy"]
    assert "'self'" not in shown.headers["content-security-policy"]
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in shown.headers


def test_only_a_name_with_a_digest_keeps_for_ever(visitor):
    assert "immutable" in visitor.get(f"/media/{NAMED}").headers["cache-control"]
    assert "immutable" not in visitor.get("/media/mug.svg").headers["cache-control"]


@pytest.mark.requirement("R11.1")
def test_pictures_of_people_are_kept_by_their_visitors_alone_and_not_for_long(visitor):
    shown = visitor.get(f"/media/{ANN}")
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "private, max-age=3600")
    known = visitor.get(f"/media/{ANN}", headers={"if-none-match": shown.headers["etag"]})
    assert (known.status_code, known.headers["cache-control"]) == (304, "private, max-age=3600")


def test_who_has_it_already_is_told_so(visitor):
    tag = visitor.get("/media/mug.svg").headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        answer = visitor.get("/media/mug.svg", headers={"if-none-match": known})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert visitor.get("/media/mug.svg", headers={"if-none-match": '"other"'}).content == MUG
    assert visitor.get("/media/none.svg", headers={"if-none-match": "*"}).status_code == 404


def test_a_large_one_comes_whole_compressed_or_not(visitor):
    plain = visitor.get("/media/large.webp", headers={"accept-encoding": "identity"})
    assert (plain.content, plain.headers["content-length"]) == (b"RIFF" * 200_000, "800000")
    assert visitor.get("/media/large.webp", headers={"accept-encoding": "gzip"}).content == b"RIFF" * 200_000


def test_one_may_ask_without_fetching(visitor):
    for name, length in ((NAMED, len(MUG)), ("large.webp", 800_000)):
        asked = visitor.head(f"/media/{name}", headers={"accept-encoding": "identity"})
        assert (asked.status_code, asked.content, asked.headers["content-length"]) == (200, b"", str(length))
    assert visitor.head("/media/none.svg").status_code == 404


@pytest.mark.parametrize(
    "path", ["none.svg", "..%2fsecret", "%2e%2e/secret", ".svg", "notes.txt", "mug.svg%0A.svg", "a/b.svg"],
)
def test_what_is_no_picture_is_not_there(visitor, folder, path):
    (folder / "secret").write_text("secret")
    (folder / "media").mkdir(exist_ok=True)
    (folder / "media" / "notes.txt").write_text("private")
    assert visitor.get(f"/media/{path}").status_code == 404


def test_a_storage_that_is_away_is_no_fault_of_the_shop(migrated_url, tmp_path):
    _, client = shop(migrated_url, tmp_path, s3_url=f"http://key:hunter2@127.0.0.1:{free_port()}/pictures")
    with client:
        answer = client.get("/media/mug.svg")
        assert (answer.status_code, "hunter2" in answer.text) == (503, False)
        assert answer.headers["retry-after"]
        assert client.get("/media/notes.txt").status_code == 404


def test_with_a_cdn_visitors_are_sent_there_and_pages_may_show_its_pictures(migrated_url, tmp_path):
    _, client = shop(migrated_url, tmp_path, media_url="https://pictures.example/of/shop/")
    with client:
        sent = client.get(f"/media/{NAMED}", follow_redirects=False)
        assert (sent.status_code, sent.headers["location"]) == (302, f"https://pictures.example/of/shop/{NAMED}")
        assert "public" in sent.headers["cache-control"]
        hers = client.get(f"/media/{ANN}", follow_redirects=False)
        assert (hers.status_code, hers.headers["cache-control"]) == (302, "private, max-age=3600")
        assert client.get("/media/..%2fsecret", follow_redirects=False).status_code == 404
        policy = client.get("/").headers["content-security-policy"]
        assert "img-src 'self' data: https://pictures.example;" in policy


@pytest.mark.parametrize("store", ["folder", "s3"])
@pytest.mark.parametrize("cdn", ["", "https://pictures.example/of/shop"])
def test_a_size_that_is_not_made_yet_is_stood_in_for_by_the_whole(request, migrated_url, tmp_path, store, cdn):
    more = {"s3_url": request.getfixturevalue("bucket_url")} if store == "s3" else {}
    settings, client = shop(migrated_url, tmp_path, media_url=cdn, **more)
    whole, kept = named("0f" * 16, 1200, 900), media(settings)
    small = of_size(whole, 320, ".webp")
    with client:
        sent = client.get(f"/media/{small}", follow_redirects=False)
        assert (sent.status_code, sent.headers["location"]) == (302, f"{cdn or '/media'}/{whole}")
        assert sent.headers["cache-control"] == "no-store"
        kept.put(small, b"RIFF", "image/webp")
        made = client.get(f"/media/{small}", follow_redirects=False)
        if cdn:
            assert made.headers["location"] == f"{cdn}/{small}"
        else:
            assert (made.status_code, made.content) == (200, b"RIFF")
            assert "immutable" in made.headers["cache-control"]
            assert client.get(f"/media/{of_size(whole, 321, '.webp')}").status_code == 404
            assert client.get(f"/media/{whole}").status_code == 404, "and never by itself"


def test_the_doctor_looks_at_it(migrated_url, tmp_path, bucket_url):
    from store.entrypoints.wiring.doctor_outside import _pictures, _search

    there = Settings(database_url=migrated_url, data_dir=tmp_path, s3_url=bucket_url)
    assert _pictures(Settings(data_dir=tmp_path)).state == _pictures(there).state == "ok"
    away = Settings(
        data_dir=tmp_path, s3_url=f"http://key:hunter2@127.0.0.1:{free_port()}/pictures",
        opensearch_url=f"http://shop:hunter2@127.0.0.1:{free_port()}",
    )
    found = _pictures(away), _search(away)
    assert [check.state for check in found] == ["failed", "warning"]
    assert "hunter2" not in str(found)
