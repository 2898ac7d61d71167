"""Files: names, types, storing, pictures, links, upkeep."""

import hashlib
import io
import zipfile
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dhara.kit.files import actions, links, parts, receiving
from dhara.kit.files.models import Picture, StoredFile, Upload
from dhara.kit.files.queries import picture_with
from dhara.kit.files.rules import MAX_NAME, clean_name, content_type_for_delivery, disposition, may_be_inline
from dhara.kit.files.sniff import sniff
from dhara.kit.refusal import Invalid, Refused


def picture_bytes(size=(1500, 900), kind="JPEG", mode="RGB", **options):
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\n\\চুক্তি.pdf", "চুক্তি.pdf"),
        ("a\x00b\u202egpj.exe", "abgpj.exe"),
        (".htaccess", "htaccess"),
        ("", "file"),
        ("...", "file"),
        ('a"b<c>?.txt', "a_b_c__.txt"),
        ("line\nbreak.txt", "line break.txt"),
    ],
)
def test_names_are_cleaned(given_name, kept):
    assert clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_names_are_always_usable(name):
    cleaned = clean_name(name)
    assert 0 < len(cleaned) <= MAX_NAME
    assert not set('/\\\n\r\x00"') & set(cleaned)
    assert clean_name(cleaned) == cleaned
    header = disposition(name)
    assert header.isascii()
    assert "\n" not in header
    assert unquote(header.split("UTF-8''")[1]) == cleaned


def test_a_long_name_keeps_its_ending():
    assert clean_name("ক" * 500 + ".pdf") == "ক" * 176 + ".pdf"


def test_disposition_has_a_name_for_old_clients():
    assert disposition("চুক্তি.pdf").startswith("attachment; filename=\"download.pdf\"; filename*=UTF-8''%E0%A6%9A")
    assert disposition("plan.pdf", inline=True) == "inline; filename=\"plan.pdf\"; filename*=UTF-8''plan.pdf"


def zipped(*names, stored=None):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, stored or "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "mime"),
    [
        (b"%PDF-1.7 ...", "x.txt", "application/pdf"),
        (picture_bytes((9, 9), "PNG"), "x.pdf", "image/png"),
        (picture_bytes((9, 9)), "", "image/jpeg"),
        (picture_bytes((9, 9), "WEBP"), "", "image/webp"),
        (zipped("a.txt"), "a.zip", "application/zip"),
        (
            zipped("[Content_Types].xml", "xl/workbook.xml"),
            "a",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (zipped("mimetype", stored="application/epub+zip"), "a", "application/epub+zip"),
        (b"<!DOCTYPE html><p>", "a.pdf", "text/html"),
        (b"  <svg xmlns='x'><script>", "a.png", "image/svg+xml"),
        (b"<?xml version='1.0'?><svg/>", "a.png", "image/svg+xml"),
        ("নাম,দাম\n".encode(), "a.csv", "text/csv"),
        (b"hello", "a.html", "text/plain"),
        (b"\x00\x01\x02\x03" * 9, "a.html", "application/octet-stream"),
        (b"\x00\x00\x00\x18ftypmp42", "a", "video/mp4"),
        ("ক".encode() * 9 + b"\xe0\xa6", "a.txt", "text/plain"),
    ],
)
def test_types_come_from_the_bytes(content, name, mime):
    assert sniff(content, name) == mime


@given(st.binary(max_size=300), st.text(max_size=10))
def test_sniffing_never_breaks(content, name):
    assert content_type_for_delivery(sniff(content, name))


@pytest.mark.parametrize(
    "mime", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript", "text/xml", "", "x", "a/b\nc"]
)
def test_nothing_that_runs_is_shown(mime):
    assert content_type_for_delivery(mime) == "application/octet-stream"
    assert not may_be_inline(mime)


@pytest.mark.django_db
def test_store_and_read_back(now):
    file = actions.store_bytes("ধারা".encode(), name="../ধারা.txt", at=now, studio_ref=3, owner_ref=4)
    assert (file.state, file.name, file.mime, file.size) == ("ready", "ধারা.txt", "text/plain", 12)
    assert file.sha256 == hashlib.sha256("ধারা".encode()).hexdigest()
    with StoredFile.objects.get().open() as handle:
        assert handle.read() == "ধারা".encode()
    assert not list(parts.path_of(Upload().pk).parent.parent.glob("*/*.part")), "nothing is left behind"


@pytest.mark.django_db
def test_refusals_leave_nothing(now, settings):
    settings.MAX_FILE_BYTES = 10
    for content, code in ((b"", "file_empty"), (b"x" * 11, "file_too_large")):
        with pytest.raises(Invalid) as refusal:
            actions.store_bytes(io.BytesIO(content), name="x", at=now)
        assert refusal.value.code == code
    with pytest.raises(Invalid, match="uploaded for this"):
        actions.begin_upload(name="x", length=1, purpose="nonsense", at=now)
    assert not StoredFile.objects.exists()
    assert not [p for p in settings.MEDIA_ROOT.rglob("*") if p.is_file()] + list(settings.UPLOAD_ROOT.rglob("*.part"))


@pytest.mark.django_db
def test_a_picture_is_encoded_anew(now):
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "secret place", 6  # description; rotated by 90°
    picture = actions.store_picture(picture_bytes((1500, 900), exif=exif), name="me.jpg", at=now)
    assert (picture.width, picture.height) == (900, 1500)
    assert [size.width for size in picture.sizes()] == [320, 640, 900]
    assert picture.at_least(500).width == 640
    assert picture.at_least(5000).width == 900
    for size in picture.sizes():
        with default_storage.open(size.key) as handle:
            content = handle.read()
        assert b"secret" not in content
        assert len(content) == size.size
        with Image.open(io.BytesIO(content)) as image:
            assert (image.format, image.size) == ("WEBP", (size.width, size.height))
    assert picture.file.mime == "image/webp"
    assert picture_with(picture.pk, picture.token) == picture
    assert picture_with(picture.pk, "0" * 16) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "L"),
        ("PNG", "I;16"),
        ("GIF", "P"),
        ("WEBP", "RGB"),
        ("JPEG", "CMYK"),
        ("TIFF", "RGB"),
        ("AVIF", "RGB"),
        ("PNG", "1"),
    ],
)
def test_every_usual_kind_of_picture(now, kind, mode):
    assert actions.store_picture(picture_bytes((400, 200), kind, mode), name="x", at=now).width == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a",
        b"%PDF-1.4",
        picture_bytes()[:2000],
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
        picture_bytes((9000, 9000), "PNG", "1"),
        picture_bytes((10, 31000), "PNG", "1"),
    ],
    ids=["svg", "gif", "pdf", "cut", "png", "pixels", "tall"],
)
def test_what_is_no_picture_is_refused(now, content):
    with pytest.raises(Invalid) as refusal:
        actions.store_picture(content, name="x.png", at=now)
    assert refusal.value.code in {"picture_unreadable", "picture_too_large"}
    assert not StoredFile.objects.exists()
    assert not Picture.objects.exists()


@pytest.mark.django_db
def test_discarded_bytes_are_removed(now):
    picture = actions.store_picture(picture_bytes(), name="x", at=now)
    keys = [size.key for size in picture.sizes()]
    actions.erase_bytes(picture.file_id)
    assert all(map(default_storage.exists, keys)), "a file that is in use is not erased"
    actions.discard(picture.file_id)
    actions.erase_bytes(picture.file_id)
    assert not any(map(default_storage.exists, keys))
    assert StoredFile.objects.get().state == StoredFile.DELETED


@pytest.mark.django_db
def test_expired_uploads_are_purged(now, settings):
    old = actions.begin_upload(name="x", length=5, purpose="product", at=now - timedelta(days=3))
    young = actions.begin_upload(name="x", length=5, purpose="product", at=now)
    with parts.locked(old.pk) as part:
        part.write(b"abc")
    assert actions.purge_uploads(at=now) == 1
    assert list(Upload.objects.values_list("pk", flat=True)) == [young.pk]
    assert StoredFile.objects.count() == 1
    assert not parts.path_of(old.pk).exists()
    with pytest.raises(Refused) as refusal:
        actions.live_upload(old.pk, now)
    assert refusal.value.status == 404


@pytest.mark.django_db
def test_a_whole_file_that_nobody_took_in_is_thrown_away(now):
    taken, left = (actions.begin_upload(name="x", length=3, purpose="product", at=now) for _ in range(2))
    for upload in (taken, left):
        receiving.append(upload.pk, 0, io.BytesIO(b"abc"), at=now)
        actions.finish(upload.pk, at=now)
    actions.settle([taken.file_id])
    assert actions.purge_uploads(at=now + timedelta(days=3)) == 1
    states = dict(StoredFile.objects.values_list("pk", "state"))
    assert states == {taken.file_id: StoredFile.READY, left.file_id: StoredFile.DELETED}


def test_links_hold_until_their_time(now):
    token = links.sign({"grant": 7, "file": 9}, 60, now)
    assert links.read(token, now + timedelta(seconds=59)) == {"grant": 7, "file": 9}
    with pytest.raises(links.LinkExpired) as expired:
        links.read(token, now + timedelta(seconds=60))
    assert expired.value.payload == {"grant": 7, "file": 9}


@given(st.integers(0, 200), st.sampled_from("Ax0_-:"))
def test_tampered_links_are_invalid(position, letter):
    from datetime import UTC, datetime

    at = datetime(2026, 3, 2, tzinfo=UTC)
    token = links.sign({"file": 9}, 60, at)
    position %= len(token)
    forged = token[:position] + letter + token[position + 1 :]
    if forged != token:
        with pytest.raises(links.LinkInvalid):
            links.read(forged, at)


@pytest.mark.parametrize("token", ["", "x", ":", "e30:x", "ক"])
def test_nonsense_links_are_invalid(token, now):
    with pytest.raises(links.LinkInvalid):
        links.read(token, now)
    with pytest.raises(links.LinkInvalid):
        links.read(links.sign({}, 60, now, purpose="lost"), now, purpose="download")


@pytest.mark.parametrize(
    ("head", "mime"),
    [
        (b"MZ\x90\x00" + bytes(300), "application/x-dosexec"),
        (b"\x7fELF\x02\x01\x01" + bytes(80), "application/x-elf"),
        (b"MZ is how this letter begins.", "text/plain"),
    ],
)
def test_programs_are_known_whatever_they_are_called(head, mime):
    assert sniff(head, "holiday.jpg") == mime
