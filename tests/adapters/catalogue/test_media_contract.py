"""Stores of pictures: the twin, a folder and a real S3 server keep the same promises."""

import asyncio
import os
import threading
from uuid import uuid4

import pytest

from store.adapters.catalogue.media_folder import FolderMedia
from store.adapters.catalogue.media_memory import MemoryMedia
from store.adapters.catalogue.media_s3 import Bucket, S3Media
from store.application.catalogue.media_names import NotAMediaName, hashed, never_changes, type_of
from store.application.catalogue.ports import MediaAway, MediaFacts
from tests.servers import free_port

pytestmark = [
    pytest.mark.requirement("R2.1"),
    pytest.mark.story("US-9.1", "pictures can come from a CDN"),
]
SVG = "image/svg+xml"
ROUND = b"<svg xmlns='http://www.w3.org/2000/svg'><circle r='9'/></svg>"
SQUARE = b"<svg xmlns='http://www.w3.org/2000/svg'><rect width='9' height='9'/></svg>"
BAD_NAMES = (
    "../mug.svg", "a/b.svg", ".svg", ".hidden.svg", "mug", "mug.html", "mug.svg\n", "mü.svg", "m" * 300 + ".svg", "",
)


@pytest.fixture(params=["memory", "folder", "s3", "s3 below a folder"])
def media(request, tmp_path):
    match request.param:
        case "memory":
            return MemoryMedia()
        case "folder":
            return FolderMedia(tmp_path / "media")
        case "s3":
            return S3Media(Bucket.at(request.getfixturevalue("bucket_url")))
        case _:
            return S3Media(Bucket.at(f"{request.getfixturevalue('bucket_url')}/shop/pictures?region=eu-west-1"))


def about(media, name):
    return asyncio.run(media.about(name))


def read(media, name):
    async def whole():
        file = await media.read(name)
        return file and (file.facts, b"".join([piece async for piece in file.chunks]))

    return asyncio.run(whole())


def test_what_was_put_there_is_there(media):
    media.put("round.svg", ROUND, SVG)
    assert media.exists("round.svg")
    facts, data = read(media, "round.svg")
    assert data == ROUND
    assert facts == about(media, "round.svg") == MediaFacts(SVG, len(ROUND), facts.version)
    assert facts.version
    assert '"' not in facts.version


def test_what_was_not_is_not(media):
    media.put("round.svg", ROUND, SVG)
    assert not media.exists("square.svg")
    assert about(media, "square.svg") is None
    assert read(media, "square.svg") is None


def test_every_byte_of_a_large_picture_comes_back(media):
    data = os.urandom(3_000_001)
    media.put("large.webp", data, "image/webp")
    facts, found = read(media, "large.webp")
    assert found == data
    assert (facts.type, facts.size) == ("image/webp", 3_000_001)


def test_an_empty_one_too(media):
    media.put("empty.svg", b"", SVG)
    assert read(media, "empty.svg")[1] == b""


def test_a_second_picture_takes_the_place_of_the_first_and_has_another_version(media):
    media.put("mug.svg", ROUND, SVG)
    before = about(media, "mug.svg")
    media.put("mug.svg", SQUARE, SVG)
    after, data = read(media, "mug.svg")
    assert data == SQUARE
    assert after.version != before.version


def test_one_that_is_removed_is_gone_and_removing_it_again_changes_nothing(media):
    media.put("mug.webp", b"one", "image/webp")
    media.put("jug.webp", b"two", "image/webp")
    for name in ("mug.webp", "mug.webp", "../mug.webp", "nothing.webp"):
        media.remove(name)
    assert (media.exists("mug.webp"), media.exists("jug.webp")) == (False, True)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_is_none_holds_nothing_and_can_hold_nothing(media, name):
    with pytest.raises(NotAMediaName):
        media.put(name, ROUND, SVG)
    assert not media.exists(name)
    assert about(media, name) is None
    assert read(media, name) is None


def test_a_name_says_what_it_is(media):
    with pytest.raises(NotAMediaName):
        media.put("mug.svg", ROUND, "text/html")
    assert not media.exists("mug.svg")


def test_whoever_reads_sees_the_old_one_or_the_new_one_and_never_half_of_either(media):
    small, large = b"a" * 100_000, b"b" * 400_000
    media.put("mug.png", small, "image/png")
    over, seen = threading.Event(), []

    def look():
        while not over.is_set():
            seen.append(read(media, "mug.png")[1])

    reader = threading.Thread(target=look)
    reader.start()
    for data in (large, small) * 5:
        media.put("mug.png", data, "image/png")
    over.set()
    reader.join()
    assert set(seen) <= {small, large}


def test_it_can_be_asked_how_it_is_and_that_leaves_nothing_behind(media):
    assert media.probe()


def test_a_digest_in_the_name_vouches_for_the_bytes():
    name = hashed("mug-oat", ROUND, ".svg")
    assert type_of(name) == SVG
    assert never_changes(name)
    assert hashed("mug-oat", SQUARE, ".svg") != name
    assert never_changes("0123456789abcdef-600.webp") is False, "a digest has something before it"
    assert not never_changes("mug-oat.svg")
    assert not never_changes("mug-decade.svg")


class TestAFolder:
    def test_a_probe_and_a_picture_leave_no_scraps(self, tmp_path):
        media = FolderMedia(tmp_path)
        media.put("mug.svg", ROUND, SVG)
        media.probe()
        assert [file.name for file in tmp_path.iterdir()] == ["mug.svg"]

    def test_one_that_cannot_be_written_to_says_so(self, tmp_path):
        (tmp_path / "media").write_text("a file where the folder should be")
        media = FolderMedia(tmp_path / "media")
        with pytest.raises(MediaAway, match="can't be written to"):
            media.put("mug.svg", ROUND, SVG)
        with pytest.raises(MediaAway):
            media.probe()

    def test_links_that_lead_out_are_the_owners_business_but_names_never_do(self, tmp_path):
        (tmp_path / "secret.svg").write_bytes(b"secret")
        media = FolderMedia(tmp_path / "media")
        media.put("mug.svg", ROUND, SVG)
        assert read(media, "../secret.svg") is None


class TestS3:
    def test_pictures_carry_their_type_and_how_long_they_keep_for_a_cdn(self, bucket_url):
        import obstore

        media, name = S3Media(Bucket.at(bucket_url)), hashed("mug", ROUND, ".svg")
        media.put(name, ROUND, SVG)
        media.put("mug.svg", ROUND, SVG)
        told = obstore.get(media._store, name).attributes
        assert told["Content-Type"] == SVG
        assert "immutable" in told["Cache-Control"]
        assert "immutable" not in obstore.get(media._store, "mug.svg").attributes["Cache-Control"]

    def test_the_bucket_may_stand_before_the_host(self, bucket_url, s3_server, monkeypatch):
        monkeypatch.setenv("HTTP_PROXY", s3_server)  # whatever the name of the host: it leads to our server
        bucket = Bucket.at(bucket_url)
        virtual = S3Media(Bucket.at(f"http://key:secret@s3.amazonaws.com/{bucket.name}?style=virtual"))
        virtual.put("mug.svg", ROUND, SVG)
        monkeypatch.delenv("HTTP_PROXY")
        assert read(S3Media(bucket), "mug.svg")[1] == ROUND

    def test_a_bucket_that_is_not_there_is_told_from_a_picture_that_is_not(self, bucket_url):
        media = S3Media(Bucket.at(bucket_url.rsplit("/", 1)[0] + f"/none-{uuid4().hex[:8]}"))
        with pytest.raises(MediaAway, match="NoSuchBucket"):
            media.put("mug.svg", ROUND, SVG)
        with pytest.raises(MediaAway, match="NoSuchBucket"):
            media.probe()
        with pytest.raises(MediaAway, match="NoSuchBucket"):
            read(media, "mug.svg")

    def test_nobody_there_is_said_soon_and_without_the_keys(self):
        media = S3Media(Bucket.at(f"http://key:hunter2@127.0.0.1:{free_port()}/pictures"))
        name = "a.svg"
        for ask in (media.probe, lambda: about(media, name), lambda: read(media, name), lambda: media.exists(name)):
            with pytest.raises(MediaAway) as away:
                ask()
            assert "hunter2" not in str(away.value)

    @pytest.mark.parametrize(("url", "bucket"), [
        ("https://k:s%2F@host/pics", Bucket("https://host", "pics", "us-east-1", key="k", secret="s/")),
        ("s3://k:s@host:9/pics/a/b/?region=x", Bucket("https://host:9", "pics", "x", "a/b", key="k", secret="s")),
        ("http://[::1]:9/pics", Bucket("http://[::1]:9", "pics", "us-east-1")),
        ("https://k:s@host/pics?style=virtual",
         Bucket("https://pics.host", "pics", "us-east-1", virtual_host=True, key="k", secret="s")),
    ])
    def test_an_address_says_it_all(self, url, bucket):
        assert Bucket.at(url) == bucket
        assert "k:s" not in repr(bucket)

    @pytest.mark.parametrize("url", [
        "ftp://k:s@host/pics", "https://host", "https:///pics", "https://k@host/pics", "https://host/pics?style=odd",
        "https://host/pics?wrong=1", "https://host:x/pics", "https://host/pics?x",
    ])
    def test_anything_else_is_refused(self, url):
        with pytest.raises(ValueError):  # noqa: PT011 - any will do
            Bucket.at(url)
