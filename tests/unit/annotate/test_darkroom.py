"""Pictures that people send: what is kept of them, what is not, and which are refused before they are decoded."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from annotate.darkroom.developing import Limits, develop
from annotate.darkroom.process import DarkRoom
from policies.errors import Refusal
from tests.pictures import colour_at, drawn, opened

LIMITS = Limits()
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def refusal_of(data: bytes, limits: Limits = LIMITS) -> Refusal:
    with pytest.raises(Refusal) as refused:
        develop(data, limits)
    return refused.value


def located() -> Image.Exif:
    """Return what a telephone writes beside a picture taken in Mexico City, held upright."""
    exif = Image.Exif()
    exif[0x010F] = "Telephone Maker"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (19.0, 25.0, 42.0), 3: "W", 4: (99.0, 7.0, 39.0)})
    return exif


def png_that_says(width: int, height: int) -> bytes:
    """Return the beginning of a PNG, correct but for the pixels that it does not have."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_a_picture_is_kept_as_it_came_and_in_two_smaller_sizes(kind, media_type):
    made = develop(drawn(2000, 1500, kind=kind), LIMITS)

    assert (made.media_type, made.width, made.height) == (media_type, 2000, 1500)
    assert opened(made.full).size == (2000, 1500)
    assert opened(made.screen).size == (1280, 960)
    assert opened(made.thumbnail).size == (240, 180)


def test_a_small_picture_is_kept_once_for_all_sizes():
    made = develop(drawn(64, 48), LIMITS)

    assert made.screen is made.full
    assert made.thumbnail is made.full


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_nothing_of_where_and_with_what_a_picture_was_taken_is_left(kind):
    came = drawn(1600, 1200, kind=kind, exif=located(), xmp=b"<x:xmpmeta>secret place</x:xmpmeta>")
    assert b"Telephone Maker" in came

    made = develop(came, LIMITS)

    assert [b"Telephone" in size or b"secret" in size for size in (made.full, made.screen)] == [False, False]
    assert not opened(made.full).getexif()
    assert not set(opened(made.full).info) & {"exif", "xmp", "XML:com.adobe.xmp", "comment", "icc_profile"}


def test_comments_and_texts_inside_a_picture_are_left_out():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "Ada of Calle Uno")

    png, jpeg = develop(drawn(pnginfo=texts), LIMITS), develop(drawn(kind="JPEG", comment=b"Ada of Calle Uno"), LIMITS)

    assert b"Calle Uno" not in png.full + jpeg.full


def test_a_picture_taken_on_its_side_is_turned_upright():
    on_its_side = drawn(64, 48, kind="JPEG", quality=95, exif=located())

    made = develop(on_its_side, LIMITS)

    assert (made.width, made.height) == (48, 64)
    assert min(colour_at(made.full, 44, 4)) > 240  # the white corner went from upper left to upper right
    assert max(colour_at(made.full, 4, 4)[:2]) < 120


def test_colours_of_another_profile_become_those_of_screens():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    made = develop(drawn(colour="#3366cc", icc_profile=lab), LIMITS)

    assert colour_at(made.full, 50, 40) == (0x33, 0x66, 0xCC)


def test_a_profile_that_cannot_be_read_is_left_out_and_the_picture_kept():
    made = develop(drawn(colour="#3366cc", icc_profile=b"no profile at all"), LIMITS)

    assert colour_at(made.full, 50, 40) == (0x33, 0x66, 0xCC)


def test_sixteen_bits_of_grey_become_eight_and_stay_grey():
    file = io.BytesIO()
    Image.new("I;16", (8, 8), 40_000).save(file, "PNG")

    made = develop(file.getvalue(), LIMITS)

    assert colour_at(made.full, 4, 4) == (156, 156, 156)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_every_way_of_keeping_pixels_can_be_read(mode):
    made = develop(drawn(mode=mode), LIMITS)

    assert colour_at(made.full, 4, 4) == (255, 255, 255)


def test_a_picture_for_printing_becomes_one_for_screens():
    made = develop(drawn(colour="#3366cc", kind="JPEG", mode="CMYK", quality=95), LIMITS)

    assert opened(made.full).mode == "RGB"
    assert max(abs(is_now - was) for is_now, was in zip(colour_at(made.full, 50, 40), (51, 102, 204), strict=True)) < 8


def test_sixty_thousand_by_sixty_thousand_pixels_are_refused_by_their_header():
    refusal = refusal_of(png_that_says(60_000, 60_000))

    assert refusal.code == "picture_too_wide"
    assert refusal.params == {"width": 60_000, "height": 60_000, "most": 50}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_each_kind_says_its_size_before_anything_is_decoded(kind):
    refusal = refusal_of(drawn(300, 200, kind=kind), Limits(most_pixels=59_999))

    assert (refusal.code, refusal.params["width"], refusal.params["height"]) == ("picture_too_wide", 300, 200)


@pytest.mark.parametrize("options", [{"lossless": True}, {"exif": located()}])
def test_other_ways_of_writing_webp_say_their_size_too(options):
    refusal = refusal_of(drawn(300, 200, kind="WEBP", **options), Limits(most_pixels=59_999))

    assert (refusal.params["width"], refusal.params["height"]) == (300, 200)


OTHER_KINDS = [
    (SVG, "SVG"),
    (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "HTML"),
    (b"\xef\xbb\xbf\n <html>", "HTML"),
    (b"just words", "TXT"),
    (b"%PDF-1.7", "PDF"),
    (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
    (b"\0\0\0\x1cftypavif\0\0\0\0", "AVIF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\0\1\2\3", "?"),
]


@pytest.mark.parametrize(("data", "kind"), OTHER_KINDS, ids=[kind for _, kind in OTHER_KINDS])
def test_what_is_no_picture_is_called_what_it_is_whatever_its_name(data, kind):
    refusal = refusal_of(data)

    assert (refusal.code, refusal.params) == ("picture_other_kind", {"kind": kind})


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP"])
def test_pictures_of_other_kinds_are_refused_by_name(kind):
    assert refusal_of(drawn(kind=kind)).params == {"kind": kind}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("percent", [10, 50, 95])
def test_a_picture_that_ends_too_early_is_refused(kind, percent):
    whole = drawn(400, 300, kind=kind)

    assert refusal_of(whole[: len(whole) * percent // 100]).code == "picture_unreadable"


def test_a_picture_whose_pixels_are_broken_is_refused():
    whole = bytearray(drawn(400, 300))
    whole[60:90] = b"\xff" * 30

    assert refusal_of(bytes(whole)).code == "picture_unreadable"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(kind):
    file = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])

    assert refusal_of(file.getvalue()).code == "picture_moves"


def test_an_empty_file_and_a_heavy_one_are_refused():
    assert refusal_of(b"").code == "picture_empty"
    assert refusal_of(drawn(), Limits(most_bytes=100)).code == "picture_too_heavy"


def test_a_process_of_its_own_makes_the_same_sizes_and_refuses_the_same():
    with DarkRoom() as making:
        large, small = making(drawn(2000, 1000), LIMITS), making(drawn(), LIMITS)
        with pytest.raises(Refusal) as refused:
            making(SVG, LIMITS)

    assert large == develop(drawn(2000, 1000), LIMITS)
    assert small == develop(drawn(), LIMITS)
    assert (refused.value.code, refused.value.params) == ("picture_other_kind", {"kind": "SVG"})


def test_a_decoder_that_dies_costs_one_picture_and_not_the_next():
    with DarkRoom() as making:
        making(drawn(), LIMITS)
        assert making._worker is not None
        making._worker.kill()
        with pytest.raises(Refusal) as refused:
            making(drawn(), LIMITS)

        assert refused.value.code == "picture_unreadable"
        assert making(drawn(), LIMITS).width == 64
