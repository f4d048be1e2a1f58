"""Edits of the golden site, of every kind: what writers, editors and designers do between two builds."""

from __future__ import annotations

from collections.abc import Callable

from tests.conftest import WrittenSite
from tests.newsrooms import article

Edit = Callable[[WrittenSite], object]

ONE = "content/articles/networks/one.md"


def edit(site: WrittenSite, path: str, old: str, new: str) -> None:
    """Replace a text in a file, where it (still) stands."""
    if (site.root / path).exists():
        site.write({path: site.text(path).replace(old, new).encode()})


def move(site: WrittenSite, old: str, new: str) -> None:
    """Give a file another path, where it (still) is."""
    if (site.root / old).exists():
        site.write({new: (site.root / old).read_bytes()}).delete(old)


def remove(site: WrittenSite, path: str) -> None:
    """Delete a file, where it (still) is."""
    if (site.root / path).exists():
        site.delete(path)


EDITS: dict[str, Edit] = {
    "body": lambda site: edit(site, ONE, "lies **cut**", "lies **torn**"),
    "longer body": lambda site: edit(site, ONE, "lies **cut**", f"lies **cut**{' and waits' * 300}"),
    "standfirst": lambda site: edit(site, ONE, "A ship is", "Two ships are"),
    "headline": lambda site: edit(site, ONE, "The cable is cut", "The cable is torn"),
    "date": lambda site: edit(site, ONE, "2026-01-05 08:30", "2026-02-06 08:30"),
    "correction": lambda site: edit(site, ONE, "The depth was wrong.", "The depth and the date were wrong."),
    "tag renamed": lambda site: edit(site, "content/tags/5g.md", "title: 5G", "title: Five G"),
    "tag's file deleted": lambda site: remove(site, "content/tags/5g.md"),
    "author renamed": lambda site: edit(site, "content/authors/bo-lind.md", "Bo Lind", "Bo Lindh"),
    "bio": lambda site: edit(site, "content/authors/ana-ruiz.md", "*cables*", "**cables**"),
    "section's intro": lambda site: edit(site, "content/sections/networks.md", "The *wires*.", "The masts."),
    "article added": lambda site: site.write({"content/articles/networks/new.md": article("New", "2026-05-01")}),
    "old article added": lambda site: site.write({"content/articles/policy/old.md": article("Old", "2025-01-01")}),
    "article deleted": lambda site: remove(site, "content/articles/six.md"),
    "article moved": lambda site: move(site, "content/articles/six.md", "content/articles/policy/six.md"),
    "article renamed": lambda site: move(site, "content/articles/policy/five.md", "content/articles/policy/cinq.md"),
    "draft published": lambda site: edit(site, "content/articles/networks/draft.md", "draft: true", "draft: false"),
    "article withdrawn": lambda site: edit(site, "content/articles/policy/french.md", "language: fr", "draft: true"),
    "picture resized": lambda site: edit(site, "content/articles/networks/two/ship.svg", "16 9", "32 18"),
    "file added": lambda site: site.write({"content/files/notes.txt": b"Notes."}),
    "template": lambda site: edit(site, "themes/plain/layouts/frame.html", "<title>", "<title>T: "),
    "template shadowed": lambda site: site.write({"layouts/frame.html": "<p>{% block main %}{% endblock %}"}),
    "shadow removed": lambda site: remove(site, "layouts/frame.html"),
    "layout for a type": lambda site: site.write({"layouts/article-opinion.html": "{{ page.body|html }}"}),
    "shortcode": lambda site: edit(site, "themes/plain/layouts/shortcodes/note.html", "aside", "section"),
    "word": lambda site: edit(site, "themes/plain/i18n/en.toml", '"Tags"', '"Topics"'),
    "address": lambda site: edit(site, "site.toml", "meridian.example", "other.example/paper"),
    "zone": lambda site: edit(site, "site.toml", "Europe/London", "Asia/Tokyo"),
    "raw HTML": lambda site: edit(site, "site.toml", "[lists.views]", '[markdown]\nraw_html = "escape"\n[lists.views]'),
    "language": lambda site: edit(site, "site.toml", "page_size", 'language = "fr"\npage_size'),
    "page size": lambda site: edit(site, "site.toml", "page_size = 4", "page_size = 2"),
    "menu": lambda site: edit(site, "site.toml", "About us", "Who we are"),
}
