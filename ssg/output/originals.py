"""Originals: a picture as its photographer made it, without what the camera noted beside it.

The place where a photograph was taken, the number of the camera and the name of its owner stand in blocks of their own
beside the pixels. Those blocks are left out; no pixel is decoded, and none is lost.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from ssg.content.pictures import noted_turn

_ORIENTATION = 0x0112
_JPEG, _PNG, _GIF, _RIFF = b"\xff\xd8", b"\x89PNG\r\n\x1a\n", (b"GIF87a", b"GIF89a"), b"RIFF"
# JFIF, the colour profile, and the note of Adobe without which colours come out wrong.
_KEPT_SEGMENTS = {0xE0: b"", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_PRIVATE_CHUNKS = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME", b"dSIG"})
_PRIVATE_RIFF = frozenset({b"EXIF", b"XMP "})
_EXIF_OR_XMP = 0x08 | 0x04
"""The bits of a WebP's header that announce the two."""
# Readers refuse a picture whose notes are no notes: these are well formed, and say nothing.
_NO_NOTES = struct.pack(">I2sHIH", 0, b"MM", 42, 8, 0)
_LOOPING = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def without_private_data(data: bytes, picture_format: str) -> bytes:
    """Return the bytes of a picture without what its camera and its editors noted, but for how it is turned.

    `picture_format` is that of `StaticFile`. What cannot be taken apart is returned as it is: no browser shows it.
    """
    try:
        match picture_format:
            case "jpeg":
                return _jpeg(data)
            case "png":
                return _png(data)
            case "webp":
                return _webp(data)
            case "gif":
                return _gif(data)
            case "avif":
                return _avif(data)
    except (struct.error, IndexError, ValueError):
        pass
    return data


def _jpeg(data: bytes) -> bytes:
    out = bytearray(_JPEG)
    turned = 1
    position = 2
    while data[position] == 0xFF:
        marker = data[position + 1]
        if marker in {0xFF, 0x01} or 0xD0 <= marker <= 0xD7:
            # A filling byte, or a marker without a length.
            position += 1 if marker == 0xFF else 2
            continue
        if marker == 0xDA:
            break
        length: int = struct.unpack_from(">H", data, position + 2)[0]
        content = data[position + 4 : position + 2 + length]
        if marker == 0xE1 and content.startswith(b"Exif\0\0"):
            turned = noted_turn(content)
        is_note = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not is_note or (marker in _KEPT_SEGMENTS and content.startswith(_KEPT_SEGMENTS[marker])):
            out += data[position : position + 2 + length]
        position += 2 + length
    if turned != 1:
        # Behind the JFIF segment, which comes first where there is one.
        first = 4 + struct.unpack_from(">H", out, 4)[0] if out[2:4] == b"\xff\xe0" else 2
        note = b"Exif\0\0" + _only_orientation(turned)
        out[first:first] = b"\xff\xe1" + struct.pack(">H", len(note) + 2) + note
    # The picture itself. A second one behind its end (a preview, or a film) is left out with its notes.
    return bytes(out) + data[position : _end_of_jpeg(data, position)]


def _end_of_jpeg(data: bytes, start: int) -> int:
    """Return the offset behind the end of the picture whose first scan begins at an offset."""
    position = start
    while (position := data.find(b"\xff", position)) >= 0 and position + 1 < len(data):
        marker = data[position + 1]
        if marker == 0xD9:
            return position + 2
        if marker in {0x00, 0xFF} or 0xD0 <= marker <= 0xD7:
            position += 1 if marker == 0xFF else 2
        else:
            # Between the scans of a progressive picture stand tables.
            position += 2 + struct.unpack_from(">H", data, position + 2)[0]
    return len(data)


def _only_orientation(turned: int) -> bytes:
    """Return notes (Exif) that say how the picture is turned, and nothing else."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)


def _png(data: bytes) -> bytes:
    out = bytearray(_PNG)
    position = len(_PNG)
    pixels = False
    while position < len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        pixels = pixels or name == b"IDAT"
        # No browser waits for a note that stands behind the pixels.
        turned = noted_turn(data[position + 8 : position + 8 + length]) if name == b"eXIf" and not pixels else 1
        if turned != 1:
            note = name + _only_orientation(turned)
            out += struct.pack(">I", len(note) - 4) + note + struct.pack(">I", zlib.crc32(note))
        if name not in _PRIVATE_CHUNKS:
            out += data[position : position + 12 + length]
        position += 12 + length
        if name == b"IEND":
            break
    return bytes(out)


def _webp(data: bytes) -> bytes:
    out = bytearray()
    position = 12
    end = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    while position + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, position)
        chunk = bytearray(data[position : position + 8 + length + length % 2])
        if name == b"VP8X":
            chunk[8] &= ~_EXIF_OR_XMP
        if name not in _PRIVATE_RIFF:
            out += chunk
        position += 8 + length + length % 2
    return _RIFF + struct.pack("<I", len(out) + 4) + b"WEBP" + bytes(out)


def _gif(data: bytes) -> bytes:
    flags = data[10]
    position = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    out = bytearray(data[:position])
    while data[position] != 0x3B:
        start = position
        if data[position] == 0x21:
            label = data[position + 1]
            name = data[position + 3 : position + 14]
            position = _after_blocks(data, position + 2)
            # Comments, and notes of programs but for the one that has a film begin again.
            kept = label != 0xFE and (label != 0xFF or name in _LOOPING)
        else:
            flags = data[position + 9]
            position = _after_blocks(data, position + 11 + (3 << (flags & 7) + 1 if flags & 0x80 else 0))
            kept = True
        if kept:
            out += data[start:position]
    return bytes(out) + b";"


def _after_blocks(data: bytes, position: int) -> int:
    while data[position]:
        position += data[position] + 1
    return position + 1


def _avif(data: bytes) -> bytes:
    """Overwrite what is noted beside the picture with zeros: its place in the file is written in many others."""
    out = bytearray(data)
    for start, end in _boxes(data, 0, len(data), b"meta"):
        # The box has a version of four bytes before the boxes in it.
        start += 4  # noqa: PLW2901  # the same range, without its beginning
        private = set(_private_items(data, start, end))
        for item, offset, length in _extents(data, start, end):
            if item in private:
                out[offset : offset + length] = _NO_NOTES[:length].ljust(length, b"\0")
    return bytes(out)


def _boxes(data: bytes, start: int, end: int, wanted: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the contents of each box of a name begin and end."""
    position = start
    while position + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, position)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", data, position + 8)[0], 16
        size = size or end - position
        if size < head:
            raise ValueError("a box without an end")
        if name == wanted:
            yield position + head, min(position + size, end)
        position += size


def _private_items(data: bytes, start: int, end: int) -> Iterator[int]:
    for inner, limit in _boxes(data, start, end, b"iinf"):
        first = inner + (6 if data[inner] == 0 else 8)
        for entry, _ in _boxes(data, first, limit, b"infe"):
            version = data[entry]
            wide = version > 2
            item: int = struct.unpack_from(">I" if wide else ">H", data, entry + 4)[0]
            kind = entry + (10 if wide else 8)
            # `mime` is XMP; a picture itself is never of that type.
            if data[kind : kind + 4] in {b"Exif", b"mime"}:
                yield item


def _extents(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield each stretch of the file that an item stands in: the item's number, offset and length."""
    data_box = next(_boxes(data, start, end, b"idat"), (0, 0))[0]
    for inner, _ in _boxes(data, start, end, b"iloc"):
        version = data[inner]
        sizes = struct.unpack_from(">H", data, inner + 4)[0]
        offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
        index_size = sizes & 15 if version else 0
        position = inner + 6

        def number(size: int) -> int:
            nonlocal position
            position += size
            return int.from_bytes(data[position - size : position], "big")

        wide = 4 if version == 2 else 2
        for _ in range(number(wide)):
            item = number(wide)
            method = number(2) & 15 if version else 0
            number(2)
            base = number(base_size)
            for _ in range(number(2)):
                number(index_size)
                offset, length = number(offset_size), number(length_size)
                yield item, base + offset + (data_box if method == 1 else 0), length
