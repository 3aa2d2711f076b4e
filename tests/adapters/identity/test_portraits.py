"""Squares of people's pictures: nothing but pixels comes through, and nothing that was made to do harm."""

import json
import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from PIL import ExifTags, Image

from store.adapters.catalogue.media_memory import MemoryMedia
from store.adapters.identity.portraits_pillow import PillowPortraits
from store.application.catalogue.media_names import never_changes
from store.application.catalogue.ports import MediaAway
from store.application.identity.portraits import LARGEST, PicturesAway, names_of
from store.domain.shared.ids import AccountId
from store.domain.shared.pictures import NotAPicture, PictureOutOfSize, PictureTooLarge
from store.entrypoints.wiring.pictures_of_people import AmongThePictures

pytestmark = [pytest.mark.story("US-6.1", "a profile picture"), pytest.mark.requirement("R6.3")]

ANN, BEN = AccountId(UUID(int=1)), AccountId(UUID(int=2))
HOSTILE = Path(__file__).parents[3] / "../shared/data/hostile/bad_images.tar.gz"
MOST_MEMORY = 150_000_000
CHILD = """
import json, sys, tarfile
from uuid import UUID
from store.adapters.catalogue.media_memory import MemoryMedia
from store.adapters.identity.portraits_pillow import PillowPortraits
from store.domain.shared.errors import StoreError
portraits, came = PillowPortraits(MemoryMedia()), {}
with tarfile.open(sys.argv[1]) as tar:
    for member in tar:
        if member.isfile():
            try:
                portraits.make(UUID(int=1), tar.extractfile(member).read())
                came[member.name] = "taken"
            except StoreError as refused:
                came[member.name] = type(refused).__name__
(most,) = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(json.dumps([came, int(most) * 1024]))
"""


@pytest.fixture
def media():
    return MemoryMedia()


@pytest.fixture
def portraits(media):
    return PillowPortraits(media)


def picture(form="JPEG", size=(640, 480), mode="RGB", colour="teal", **more):
    out = BytesIO()
    Image.new(mode, size, colour).save(out, form, **more)
    return out.getvalue()


def bomb(side):
    """A few bytes that say they are a square of so many pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    rest = b"IDAT" + zlib.compress(bytes(1000))
    chunks = [struct.pack(">I", len(it) - 4) + it + struct.pack(">I", zlib.crc32(it)) for it in (head, rest, b"IEND")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def shown(media, name):
    return Image.open(BytesIO(media._kept[name]))


@pytest.mark.parametrize("data", [
    picture(), picture("PNG"), picture("WEBP"), picture("PNG", mode="RGBA", colour=(0, 0, 0, 0)),
    picture("PNG", mode="P", colour=3), picture("PNG", mode="L", colour=9), picture("PNG", mode="1", colour=1),
    picture("JPEG", mode="CMYK", colour=(9, 9, 9, 9)), picture("PNG", mode="I;16", colour=900),
    picture("JPEG", size=(64, 64)), picture("JPEG", size=(4000, 4000)),
], ids=["jpeg", "png", "webp", "clear", "palette", "grey", "bit", "cmyk", "deep", "tiny", "huge"])
def test_two_squares_are_made_of_any_picture_each_in_two_forms(portraits, media, data):
    names = names_of(portraits.make(ANN, data))
    assert sorted(media._kept) == sorted(names)
    assert [(shown(media, name).size, shown(media, name).format, shown(media, name).mode) for name in names] == [
        ((96, 96), "WEBP", "RGB"), ((96, 96), "JPEG", "RGB"), ((384, 384), "WEBP", "RGB"), ((384, 384), "JPEG", "RGB"),
    ]
    assert all(never_changes(name) for name in names)


def test_nothing_comes_through_but_pixels(portraits, media):
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Spycam of Ann Field"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (48.0, 8.0, 0.0)
    data = picture(exif=exif, comment=b"hidden words") + b"behind the end, PK\x03\x04"
    for name in names_of(portraits.make(ANN, data)):
        kept = media._kept[name]
        assert not [word for word in (b"Spycam", b"hidden", b"behind", b"Exif", b"PK\x03") if word in kept]
        assert not shown(media, name).getexif()


def test_a_camera_that_was_held_sideways_is_seen_through(portraits, media):
    image = Image.new("RGB", (200, 200), "white")
    image.paste("black", (0, 0, 200, 100))  # its upper half is dark
    exif, out = Image.Exif(), BytesIO()
    exif[ExifTags.Base.Orientation] = 6  # to be turned by a quarter to the right
    image.save(out, "JPEG", exif=exif)
    large = shown(media, names_of(portraits.make(ANN, out.getvalue()))[3]).convert("L")
    assert (large.getpixel((330, 190)) < 50, large.getpixel((50, 190)) > 200) == (True, True)


def test_the_same_picture_of_two_people_is_two_pictures_and_is_taken_away_with_its_owner(portraits, media):
    anns, bens = portraits.make(ANN, picture()), portraits.make(BEN, picture())
    assert anns != bens
    again = portraits.make(ANN, picture())
    assert again != anns, "each upload has files of its own"
    portraits.remove(again)
    portraits.remove(anns)
    portraits.remove(anns)
    assert sorted(media._kept) == sorted(names_of(bens))


def test_a_late_removal_does_not_take_the_same_picture_that_is_shown_again(portraits, media):
    """One picture, another, and the first again, all at once: whoever sent the second removes what was before it."""
    first, _, again = (portraits.make(ANN, picture(colour=colour)) for colour in ("teal", "red", "teal"))
    portraits.remove(first)
    assert [name for name in names_of(again) if not media.exists(name)] == []


@pytest.mark.parametrize(("data", "error"), [
    (b"", NotAPicture), (b"GIF89a" + bytes(100), NotAPicture), (picture()[:300], NotAPicture),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", NotAPicture),
    (b"\x89PNG\r\n\x1a\n" + bytes(100), NotAPicture), (b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(100), NotAPicture),
    (picture() + b"<script>alert(1)</script>", NotAPicture),
    (b"\xff\xd8\xff" + bytes(100), NotAPicture), (picture("BMP"), NotAPicture), (picture("TIFF"), NotAPicture),
    (picture("PNG", (4100, 4100), "1", 0), PictureOutOfSize), (picture("PNG", (63, 640)), PictureOutOfSize),
    (bomb(30_000), PictureOutOfSize), (bomb(2**31 - 1), PictureOutOfSize), (bytes(LARGEST + 1), PictureTooLarge),
])
def test_anything_else_is_refused_before_it_costs_anything(portraits, media, data, error):
    with pytest.raises(error):
        portraits.make(ANN, data)
    assert media._kept == {}


def test_pictures_that_cannot_be_kept_are_said_to_be_away():
    class Away(MemoryMedia):
        def put(self, *_):
            raise MediaAway("the bucket sleeps")

    with pytest.raises(PicturesAway):
        PillowPortraits(AmongThePictures(Away())).make(ANN, picture())


@pytest.mark.story("US-10.2", "what users write is sanitised")
def test_files_that_were_made_to_do_harm_do_none_and_take_no_memory():
    if not HOSTILE.exists():
        pytest.skip("the collection of hostile pictures is not beside the project")
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(HOSTILE)], capture_output=True, text=True, check=True, timeout=120,
        env={"PYTHONPATH": "src:.", "PATH": "/usr/bin:/bin"}, cwd=Path(__file__).parents[3],
    )
    came, memory = json.loads(done.stdout)
    assert len(came) > 40
    assert set(came.values()) <= {"taken", "NotAPicture", "PictureOutOfSize", "PictureTooLarge"}
    assert not [name for name, what in came.items() if what == "taken" and "svg" in name.lower()]
    assert memory < MOST_MEMORY
