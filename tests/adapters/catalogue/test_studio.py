"""Pictures of goods: whatever comes, only pixels are kept, in all sizes, and little memory is taken."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image

from store.adapters.catalogue.media_folder import FolderMedia
from store.adapters.catalogue.media_memory import MemoryMedia
from store.adapters.catalogue.media_s3 import Bucket, S3Media
from store.adapters.catalogue.studio import LONGEST_SIDE, PillowStudio
from store.adapters.catalogue.uploads_memory import MemoryUploads
from store.application.catalogue.media_names import never_changes, type_of
from store.application.catalogue.picture_ports import LARGEST, PicturesAway
from store.application.catalogue.ports import MediaAway
from store.application.catalogue.sizes import named, shown, sizes_of, whole_of, widths_of
from store.domain.shared.ids import ProductId
from store.domain.shared.pictures import NotAPicture, PictureMoves, PictureOutOfSize, PictureTooLarge
from tests.adapters.catalogue.hostile_pictures import (
    COLLECTION,
    MOVING,
    OUT_OF_SIZE,
    REFUSED,
    held_sideways,
    noise,
    photo,
)
from tests.harness.world import StillClock

pytestmark = [pytest.mark.requirement("R2.1"), pytest.mark.story("US-2.5", "up to ten pictures")]

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
MUG, JUG = ProductId(UUID(int=1)), ProductId(UUID(int=2))
MOST_MEMORY = 320_000_000
CHILD = """
import json, sys, tarfile
from uuid import UUID
from datetime import UTC, datetime
from store.adapters.catalogue.media_memory import MemoryMedia
from store.adapters.catalogue.studio import PillowStudio
from store.adapters.catalogue.uploads_memory import MemoryUploads
from store.domain.shared.errors import StoreError
from tests.adapters.catalogue.hostile_pictures import MOVING, OUT_OF_SIZE, REFUSED
from tests.harness.world import StillClock
def memory(which):
    (line,) = [line for line in open("/proc/self/status") if line.startswith(which)]
    return int(line.split()[1]) * 1024
media = MemoryMedia()
studio, came = PillowStudio(media, media, MemoryUploads(), StillClock(datetime(2026, 5, 31, tzinfo=UTC))), {}
def files():
    if sys.argv[1:]:
        with tarfile.open(sys.argv[1]) as tar:
            yield from ((member.name, tar.extractfile(member).read()) for member in tar if member.isfile())
    else:
        yield from (REFUSED | OUT_OF_SIZE | MOVING).items()
import PIL.Image
PIL.Image.init()
before = memory("VmRSS")
open("/proc/self/clear_refs", "w").write("5")
for name, data in files():
    try:
        made = studio.take_in(UUID(int=1), data)
        studio.make_sizes(made)
        came[name] = "taken"
        for one in (made, *(n for n in media._kept)):
            kept = media._kept[one]
            assert b"<script" not in kept and b"Exif" not in kept and b"<?php" not in kept, one
    except StoreError as refused:
        came[name] = type(refused).__name__
print(json.dumps([came, memory("VmHWM") - before]))
"""


@pytest.fixture(params=["memory", "folder", "s3"])
def media(request, tmp_path):
    match request.param:
        case "memory":
            return MemoryMedia()
        case "folder":
            return FolderMedia(tmp_path)
        case _:
            return S3Media(Bucket.at(request.getfixturevalue("bucket_url")))


def studio_of(media):
    return PillowStudio(media, media, MemoryUploads(), StillClock(NOON))


@pytest.fixture
def kept():
    return MemoryMedia()


@pytest.fixture
def studio(kept):
    return studio_of(kept)


def opened(kept, name):
    return Image.open(BytesIO(kept._kept[name]))


@pytest.mark.parametrize("data", [
    photo(), photo("PNG"), photo("WEBP"), photo("PNG", mode="RGBA", colour=(0, 0, 0, 0)),
    photo("PNG", mode="P", colour=3), photo("PNG", mode="L", colour=9), photo("PNG", mode="1", colour=1),
    photo(mode="CMYK", colour=(9, 9, 9, 9)), photo("PNG", mode="I;16", colour=900),
    photo("PNG", mode="LA", colour=(1, 1)),
], ids=["jpeg", "png", "webp", "clear", "palette", "grey", "bit", "cmyk", "deep", "grey and clear"])
def test_any_picture_is_kept_as_a_jpeg_and_gets_its_sizes(studio, kept, data):
    name = studio.take_in(MUG, data)
    assert re.fullmatch(r"goods-[0-9a-f]{32}-800x600a\.jpg", name)
    assert (opened(kept, name).size, opened(kept, name).format, opened(kept, name).mode) == ((800, 600), "JPEG", "RGB")
    assert studio.make_sizes(name)
    assert sorted(kept._kept) == sorted([name, *sizes_of(name)])
    assert [(opened(kept, one).size, opened(kept, one).format) for one in sizes_of(name)] == [
        ((width, width * 3 // 4), form) for width in (320, 640, 800) for form in ("AVIF", "WEBP", "JPEG")
    ]
    assert all(never_changes(one) for one in kept._kept)


def test_sizes_are_made_wherever_pictures_are_kept(media):
    """The same in memory, in a folder and on a real S3 server."""
    studio = studio_of(media)
    name = studio.take_in(MUG, photo(size=(2000, 1000)))
    assert studio.make_sizes(name)
    assert len(sizes_of(name)) == 12
    assert all(media.exists(one) for one in (name, *sizes_of(name)))
    studio.throw_away(name)
    assert not any(media.exists(one) for one in (name, *sizes_of(name)))
    assert not studio.make_sizes(name)


def test_a_large_one_is_kept_no_larger_than_anybody_can_see(studio, kept):
    name = studio.take_in(MUG, photo(size=(6000, 4000)))
    assert opened(kept, name).size == (LONGEST_SIDE, LONGEST_SIDE * 2 // 3)
    tall = studio.take_in(MUG, photo("PNG", (1000, 4000)))
    assert opened(kept, tall).size == (600, 2400)


def test_nothing_comes_through_but_pixels_and_a_camera_held_sideways_is_seen_through(studio, kept):
    name = studio.take_in(MUG, held_sideways())
    studio.make_sizes(name)
    for file in kept._kept.values():
        assert not [word for word in (b"Spycam", b"hidden", b"behind", b"Exif", b"GPS") if word in file]
    upright = opened(kept, name).convert("L")
    assert upright.size == (600, 800)
    assert (upright.getpixel((550, 400)) < 50, upright.getpixel((50, 400)) > 200) == (True, True)


def test_the_same_file_for_two_products_is_two_pictures_and_twice_for_one_is_one(studio, kept):
    assert studio.take_in(MUG, photo()) == studio.take_in(MUG, photo())
    assert studio.take_in(MUG, photo()) != studio.take_in(JUG, photo())
    assert len(kept._kept) == 2


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_is_no_picture_or_something_else_as_well_is_refused(studio, kept, data):
    with pytest.raises(NotAPicture):
        studio.take_in(MUG, data)
    assert kept._kept == {}


@pytest.mark.parametrize("data", OUT_OF_SIZE.values(), ids=OUT_OF_SIZE)
def test_pixels_are_counted_before_they_are_decoded(studio, kept, data):
    with pytest.raises(PictureOutOfSize, match="200 pixels"):
        studio.take_in(MUG, data)
    assert kept._kept == {}


@pytest.mark.parametrize("data", MOVING.values(), ids=MOVING)
def test_pictures_stand_still(studio, kept, data):
    with pytest.raises(PictureMoves):
        studio.take_in(MUG, data)
    assert kept._kept == {}


def test_more_bytes_than_a_camera_makes_are_refused(studio):
    with pytest.raises(PictureTooLarge, match="12 megabytes"):
        studio.take_in(MUG, photo() + bytes(LARGEST))


def test_pictures_that_cannot_be_kept_are_said_to_be_away():
    class Away(MemoryMedia):
        def put(self, *_):
            raise MediaAway("the bucket sleeps")

    with pytest.raises(PicturesAway):
        studio_of(Away()).take_in(MUG, photo())


@pytest.mark.parametrize("collection", ["our own", "a collection"])
def test_files_that_were_made_to_do_harm_do_none_and_take_little_memory(collection):
    if collection == "a collection" and not COLLECTION.exists():
        pytest.skip("the collection of hostile pictures is not beside the project")
    came, grown = in_a_child(*([COLLECTION] if collection == "a collection" else []))
    assert len(came) > 25
    assert set(came.values()) <= {"taken", "NotAPicture", "PictureOutOfSize", "PictureMoves"}
    assert not [name for name, what in came.items() if what == "taken" and ("svg" in name.lower() or "xss" in name)]
    assert grown < MOST_MEMORY / 4


def test_the_most_that_is_decoded_takes_memory_that_can_be_said(tmp_path):
    """25 megapixels with a channel for what shines through, and none of it to be left out."""
    import tarfile

    path, out = tmp_path / "largest.tar", BytesIO(photo("PNG", (5000, 5000), "RGBA", (9, 9, 9, 200)))
    with tarfile.open(path, "w") as tar:
        member = tarfile.TarInfo("largest.png")
        member.size = len(out.getvalue())
        tar.addfile(member, out)
    came, grown = in_a_child(path)
    assert came == {"largest.png": "taken"}
    assert grown < MOST_MEMORY


def in_a_child(*arguments):
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120,
        env={"PYTHONPATH": "src:.", "PATH": "/usr/bin:/bin"}, cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_name_alone_says_which_sizes_there_are():
    name = f"goods-{'0f' * 16}-1200x900.jpg"
    assert widths_of(name) == [320, 640, 960, 1200]
    assert widths_of(f"goods-{'0f' * 16}-2400x1800.jpg") == [320, 640, 960, 1600]
    assert widths_of(f"goods-{'0f' * 16}-200x300.jpg") == [200]
    assert all(type_of(one) and whole_of(one) == name for one in sizes_of(name))
    image = shown("/media/", name, "A mug")
    assert (image.src, image.width, image.height) == (f"/media/{name}", 1200, 900)
    assert image.srcset.split(", ")[0] == f"/media/{name[:-4]}.320.webp 320w"


def test_a_picture_of_before_is_no_avif_and_one_of_today_says_so_in_its_name():
    assert {it.rpartition(".")[2] for it in sizes_of(f"goods-{'0f' * 16}-1200x900.jpg")} == {"webp", "jpg"}
    today = named("0f" * 16, 1200, 900)
    assert {it.rpartition(".")[2] for it in sizes_of(today)} == {"avif", "webp", "jpg"}
    assert all(type_of(one) and whole_of(one) == today for one in sizes_of(today))
    assert whole_of(f"goods-{'0f' * 16}-1200x900.320.avif") is None


@pytest.mark.parametrize("name", [
    "mug.svg", "mug.0123456789abcdef.jpg", f"goods-{'0f' * 16}-0x900.jpg", f"goods-{'0F' * 16}-1200x900.jpg",
    f"goods-{'0f' * 16}-1200x900.jpg.jpg",
])
def test_what_came_otherwise_is_kept_in_one_size(name):
    assert (widths_of(name), sizes_of(name), shown("/media/", name, "A mug").srcset) == ([], [], None)


@pytest.mark.parametrize("size", ["321.webp", "2400.webp", "320.png", "320.webp.webp", "0320.webp"])
def test_nobody_asks_for_a_size_that_is_not_made(size):
    assert whole_of(f"goods-{'0f' * 16}-1200x900.{size}") is None


def test_noise_of_a_camera_fits(studio, kept):
    name = studio.take_in(MUG, noise((1800, 1400), form="JPEG", quality=95))
    assert opened(kept, name).size == (1800, 1400)
