"""Media types by the ending of a file's name: our own table, so that they are the same on every computer."""

from __future__ import annotations

_UTF8 = "; charset=utf-8"

_TYPES = {
    "html": f"text/html{_UTF8}",
    "htm": f"text/html{_UTF8}",
    "css": f"text/css{_UTF8}",
    "js": f"text/javascript{_UTF8}",
    "mjs": f"text/javascript{_UTF8}",
    "txt": f"text/plain{_UTF8}",
    "csv": f"text/csv{_UTF8}",
    "vtt": f"text/vtt{_UTF8}",
    "ics": f"text/calendar{_UTF8}",
    "xml": "application/xml",
    "json": "application/json",
    "map": "application/json",
    "geojson": "application/geo+json",
    "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "wasm": "application/wasm",
}


def media_type(path: str) -> str:
    """Return the media type of a file by its name. A name without an ending, such as `_headers`, is text."""
    name = path.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem:
        return f"text/plain{_UTF8}"
    return _TYPES.get(ending.lower(), "application/octet-stream")
