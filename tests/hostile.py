"""A folder in which everything is bad in its own way, save one article. Nothing of it may crash or be published."""

from __future__ import annotations

import os
import socket
import unicodedata
from pathlib import Path

GOOD = "content/articles/good.md"
UNPUBLISHED = "do not publish this"


def _with(lines: str) -> bytes:
    return f"---\ntitle: Bad\ndate: 2026-03-01\n{lines}\n---\n{UNPUBLISHED}\n".encode("utf-8", "surrogatepass")


def _json(rest: str) -> bytes:
    return f'{{"title": "Bad", "date": "2026-03-01", {rest}}}\n{UNPUBLISHED}\n'.encode()


def _toml(rest: str) -> bytes:
    return f'+++\ntitle = "Bad"\ndate = 2026-03-01\n{rest}\n+++\n{UNPUBLISHED}\n'.encode()


_ALIASES = "\n".join(f"  l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10))

# Under content/articles/, each named in a problem and none of them published.
ARTICLES: dict[str, bytes] = {
    "empty.md": b"",
    "blank.md": b" \n\t\n",
    "no-front-matter.md": UNPUBLISHED.encode(),
    "not-closed.md": f"---\ntitle: Bad\ndate: 2026-03-01\ndraft: true\n\n{UNPUBLISHED}".encode(),
    "text-before.md": f"Note\n---\ntitle: Bad\ndate: 2026-03-01\ndraft: true\n---\n{UNPUBLISHED}".encode(),
    "comment-before.md": f"<!-- x -->\n---\ntitle: Bad\ndate: 2026-03-01\n---\n{UNPUBLISHED}".encode(),
    "indented.md": b" ---\n title: Bad\n ---\n",
    "four-hyphens.md": b"----\ntitle: Bad\ndraft: true\n----\n",
    "em-dashes.md": "———\ntitle: Bad\n———\n".encode(),
    "list.md": b"---\n- title\n---\n",
    "scalar.md": b"---\ntitle\n---\n",
    "number.md": b"---\n42\n---\n",
    "utf-16.md": "---\ntitle: Bad\n---\n".encode("utf-16"),
    "utf-16-le.md": "---\ntitle: Bad\ndate: 2026-03-01\n---\n".encode("utf-16-le"),
    "utf-16-be.md": "---\ntitle: Bad\ndate: 2026-03-01\n---\n".encode("utf-16-be"),
    "utf-32.md": "---\ntitle: Bad\n---\n".encode("utf-32"),
    "latin-1.md": "---\ntitle: Café\ndate: 2026-03-01\n---\n".encode("latin-1"),
    "windows-1252.md": "---\ntitle: “Bad”\ndate: 2026-03-01\n---\n".encode("cp1252"),
    "mixed-encodings.md": _with("kicker: é") + "é".encode("latin-1"),
    "surrogates.md": _with("kicker: \ud83d"),
    "cut-off.md": _with("kicker: é")[:-1] + b"\xe2\x82",
    "overlong.md": b"---\ntitle: \xc0\xaf\n---\n",
    "nul.md": _with("kicker: a\0b"),
    "nul-in-body.md": _with("kicker: x") + b"\0",
    "escape-sequence.md": _with("kicker: \x1b[2J"),
    "delete.md": _with("kicker: a\x7fb"),
    "next-line.md": _with("kicker: a\x85b"),
    "noncharacter.md": _with("kicker: a\uffffb"),
    "binary.md": bytes(range(256)) * 64,
    "gzip.md": b"\x1f\x8b\x08\x00" + bytes(100),
    "picture.md": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "draft-quoted.md": _with('draft: "true"'),
    "draft-blank.md": _with("draft:"),
    "draft-list.md": _with("draft: [true]"),
    "draft-capital.md": _with("Draft: true"),
    "draft-misspelt.md": _with("drfat: true"),
    "draft-twice.md": _with("draft: true\ndraft: false"),
    "draft-nested.md": _with("extra: {}\n  draft: true"),
    "published-false.md": _with("published: false"),
    "expires-word.md": _with("expires: never"),
    "expires-blank.md": _with("expires: ''"),
    "expires-impossible.md": _with("expires: 2026-02-30"),
    "expires-year-nought.md": _with("expires: 0000-01-01"),
    "expires-far.md": _with("expires: 9999-12-31T23:59:59-12:00"),
    "date-overflow.md": b"---\ntitle: Bad\ndate: 99999999999-01-01\n---\n",
    "date-first.md": b"---\ntitle: Bad\ndate: 0001-01-01T00:00:00+14:00\n---\n",
    "date-zone.md": b"---\ntitle: Bad\ndate: 2026-03-01T09:00:00+99:99\n---\n",
    "date-number.md": b"---\ntitle: Bad\ndate: 20260301\n---\n",
    "date-infinite.md": b"---\ntitle: Bad\ndate: .inf\n---\n",
    "no-title.md": b"---\ndate: 2026-03-01\n---\n",
    "title-list.md": b"---\ntitle: [a]\ndate: 2026-03-01\n---\n",
    "laughs.md": _with(f"extra:\n  l0: &l0 [x]\n{_ALIASES}"),
    "itself.md": _with("extra: &a {a: *a}"),
    "merge.md": _with("extra: &a {a: 1}\n<<: *a"),
    "python-tag.md": _with("kicker: !!python/object/apply:os.system ['true']"),
    "unknown-tag.md": _with("kicker: !ruby/object x"),
    "bad-base64.md": _with("extra: {a: !!binary '%%%'}"),
    "set.md": _with("extra: {a: !!set {1, a}}"),
    "bad-int.md": _with("extra: {a: !!int x}"),
    "brackets.md": _with("extra: " + "[" * 100_000),
    "braces.md": _with("extra: " + "{a: " * 50_000),
    "hyphens.md": _with("extra:\n  " + "- " * 50_000),
    "questions.md": _with("? " * 20_000),
    "staircase.md": _with("\n".join(" " * n + "a:" for n in range(1500))),
    "huge-hex.md": _with("extra: {n: 0x" + "f" * 5000 + "}"),
    "tab.md": _with("authors:\n\t- Jane"),
    "open-quote.md": _with('kicker: "' + "x" * 100_000),
    "key-list.md": _with("? [a]\n: b"),
    "key-null.md": _with("~: x"),
    "bell-escape.md": _with('kicker: "\\a"'),
    "toml-dots.md": _toml(".".join("a" * 5000) + " = 1"),
    "toml-brackets.md": _toml("extra = {a = " + "[" * 50_000),
    "toml-digits.md": _toml("extra = {a = " + "1" * 10_000 + "}"),
    "toml-time.md": _toml("expires = 09:00:00"),
    "toml-twice.md": _toml("[extra]\n[extra]"),
    "toml-open.md": _toml('kicker = """'),
    "json-nested.md": _json('"extra": ' + "[" * 100_000),
    "json-digits.md": _json('"extra": {"a": ' + "1" * 10_000 + "}"),
    "json-nan.md": _json('"extra": {"a": NaN}'),
    "json-half.md": _json('"kicker": "\\udc00"'),
    "json-nul.md": _json('"kicker": "\\u0000"'),
    "json-twice.md": _json('"draft": true, "draft": false'),
    "json-open.md": b'{"title": "Bad"',
    "slug-climbs.md": _with("slug: ../../etc/passwd"),
    "slug-slash.md": _with("slug: /etc"),
    "slug-device.md": _with("slug: nul"),
    "section-climbs.md": _with("section: ..\ntags: ['..']"),
    "layout-climbs.md": _with("layout: ../../secret"),
    "script-image.md": _with("image: 'javascript:alert(1)'"),
    "script-canonical.md": _with("canonical: 'javascript:alert(1)'"),
    "broken-host.md": _with("canonical: 'https://[::1'"),
    "con.md": _with("kicker: x"),
    "!!!.md": _with("kicker: x"),
    "%2e%2e/index.md": _with("section: aux"),
    "shortcode-first.md": b"{{< include /etc/passwd >}}",
    "copy.md.bak": _with("draft: true"),
    "copy.md~1": _with("draft: true"),
    "capitals.MD": _with("draft: true"),
    "other.markdown": _with("draft: true"),
}

# Under content/, the same.
OTHERS: dict[str, bytes] = {
    "stray.md": _with("kicker: x"),
    "atricles/a.md": _with("kicker: x"),
    "articles/index.md": _with("kicker: x"),
    "pages/index.md": _with("kicker: x"),
    "pages/../authors/Not A Slug.md": b"---\nname: X\n---\n",
    "authors/nobody.md": b"---\n---\n",
    "authors/deep/down.md": b"---\nname: X\n---\n",
    "authors/mail.md": b"---\nname: X\nlinks: [{title: X, url: 'data:text/html,x'}]\n---\n",
    "tags/Upper.md": b"---\ntitle: X\n---\n",
    "sections/aux.md": b"---\ntitle: X\n---\n",
    "series/number.md": b"---\ntitle: 4\n---\n",
    "images/what?.png": b"",
    "images/100%.png": b"",
    "images/ends with a dot.": b"",
    "images/con.txt": b"",
    "images/bomb.svg": b'<!DOCTYPE svg [<!ENTITY a "&a;&a;">]><svg width="&a;" height="1e999">&a;</svg>',
    "images/endless.svg": b"<svg " + b"width=" * 10_000,
}

# Odd, but no error: they are copied, and nobody may stumble over them.
HARMLESS: dict[str, bytes] = {
    "images/empty.png": b"",
    "images/truncated.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
    "images/enormous.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02\0\0\0\0\0\0\0",
    "images/liar.jpg": b"GIF89a\x01\x00\x01\x00",
    "images/garbage.webp": b"RIFF\xff\xff\xff\xffWEBPVP8 " + bytes(50),
}


def write_hostile(root: Path) -> set[str]:
    """Write the folder, with a good article in it; return the paths, as problems show them, that must be named."""
    files = {f"content/articles/{name}": data for name, data in ARTICLES.items()}
    files |= {f"content/{name}": data for name, data in (OTHERS | HARMLESS).items()}
    files["site.toml"] = b'title = "Hostile"\nurl = "https://hostile.example"\n'
    files[GOOD] = b"---\ntitle: Good\ndate: 2026-03-01\n---\nGood text.\n"
    for path, data in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    bad = {os.path.normpath(path).replace(os.sep, "/") for path in files}
    bad -= {"site.toml", GOOD, *(f"content/{name}" for name in HARMLESS)}
    return bad | _write_oddities(root / "content")


def _write_oddities(content: Path) -> set[str]:
    """Write what only a file system can hold: links, pipes, strange names."""
    articles = content / "articles"
    (articles / "dangling.md").symlink_to(content / "nothing.md")
    (articles / "circle.md").symlink_to(articles / "circle.md")
    (articles / "back").symlink_to(content)
    os.mkfifo(articles / "pipe.md")
    with socket.socket(socket.AF_UNIX) as door:
        here = Path.cwd()
        os.chdir(articles)  # the address of a socket is short
        try:
            door.bind("socket.md")
        finally:
            os.chdir(here)
    (articles / os.fsdecode(b"caf\xe9.md")).write_bytes(_with("kicker: x"))
    (articles / "new\nline.md").write_bytes(_with("kicker: x"))
    (articles / "back\\slash.md").write_bytes(_with("kicker: x"))
    twin = "images/é.png"
    for form in ("NFC", "NFD"):
        (content / unicodedata.normalize(form, twin)).write_bytes(b"")
    (content / "images/Case.png").write_bytes(b"")
    (content / "images/case.png").write_bytes(b"")
    names = ("dangling.md", "circle.md", "back", "pipe.md", "socket.md", "caf\\xe9.md", "new\\x0aline.md")
    return {
        *(f"content/articles/{name}" for name in names),
        "content/articles/back\\x5cslash.md",
        f"content/{twin}",
        "content/images/case.png",
    }
