"""Pictures that were made to do harm, made here, so that the project stands alone; and a few good ones."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from PIL import ExifTags, Image

COLLECTION = Path(__file__).parents[3] / "../shared/data/hostile/bad_images.tar.gz"
SCRIPT = b"<script>alert(1)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>"


def photo(form="JPEG", size=(800, 600), mode="RGB", colour="teal", **more):
    out = BytesIO()
    Image.new(mode, size, colour).save(out, form, **more)
    return out.getvalue()


def noise(size, mode="RGB", form="PNG", **more):
    out = BytesIO()
    Image.effect_noise(size, 90).convert(mode).save(out, form, **more)
    return out.getvalue()


def chunks(*parts):
    packed = [struct.pack(">I", len(it) - 4) + it + struct.pack(">I", zlib.crc32(it)) for it in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def png_bomb(side):
    """A few bytes that say they are a square of so many pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return chunks(head, b"IDAT" + zlib.compress(bytes(1000)), b"IEND")


def text_bomb():
    """A picture of one pixel with a gigabyte of text in it."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 640, 640, 8, 2, 0, 0, 0)
    text = b"zTXtwords\0\0" + zlib.compress(bytes(100_000_000))
    return chunks(head, text, b"IDAT" + zlib.compress(bytes(640 * 640 * 3 + 640)), b"IEND")


def webp_bomb():
    """Sixty bytes that say they are the largest WebP there can be."""
    side = struct.pack("<I", 16_383 - 1)[:3]
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + bytes([2, 0, 0, 0]) + side + side
    body += b"ANIM" + struct.pack("<I", 6) + bytes(6)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def moving(form):
    out = BytesIO()
    first, *others = [Image.new("RGB", (400, 400), colour) for colour in ("red", "green", "blue")]
    first.save(out, form, save_all=True, append_images=others, duration=100)
    return out.getvalue()


def archived():
    """A JPEG that is an archive as well."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("run.jsp", "<% evil %>")
    return photo() + out.getvalue()


def held_sideways():
    """Dark above, as the camera saw it; it was held so that this is right."""
    image = Image.new("RGB", (800, 600), "white")
    image.paste("black", (0, 0, 800, 300))
    exif, out = Image.Exif(), BytesIO()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Spycam of Ann Field"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (48.0, 8.0, 0.0)
    image.save(out, "JPEG", exif=exif, comment=b"hidden words")
    return out.getvalue() + b"behind the end"


REFUSED = {
    "nothing": b"", "text": b"a mug", "svg": SVG, "html": b"<!doctype html>" + SCRIPT,
    "gif": photo("GIF", mode="L", colour=1), "tiff": photo("TIFF"), "bmp": photo("BMP"),
    "ico": photo("ICO", (256, 256)),
    "pdf": b"%PDF-1.7\n" + photo(),
    "jpeg and script": photo() + SCRIPT, "script in a comment": photo(comment=SCRIPT),
    "png and html": photo("PNG") + b"<HTML ><body>", "jpeg and php": photo(comment=b"<?php system($_GET[0]);"),
    "jpeg and pdf": photo() + b"%PDF-1.7", "jpeg and archive": archived(), "svg behind a jpeg": photo()[:4] + SVG,
    "half a jpeg": photo()[:900], "half a png": noise((300, 300))[:9_000],
    "a header alone": b"\xff\xd8\xff" + bytes(99),
    "webp of nothing": b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(99),
    "text bomb": text_bomb(),
    "gif called jpeg": b"\xff\xd8\xffGIF89a" + bytes(99),
}
OUT_OF_SIZE = {
    "png bomb": png_bomb(30_000), "larger than can be": png_bomb(2**31 - 1), "webp bomb": webp_bomb(),
    "one bit each": photo("PNG", (9000, 9000), "1", 0),
    "a line": photo("PNG", (2000, 10)), "small": photo(size=(199, 800)),
}
MOVING = {"png": moving("PNG"), "webp": moving("WEBP")}
