"""The pages of the desk, from what is known of a proof to HTML."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ssg.model import Article
from ssg.preview.desk.overview import ON_A_PAGE, Desk, counts, matching
from ssg.preview.desk.panel import panel
from ssg.preview.error_page import edit_link
from ssg.preview.own import own_template
from ssg.preview.proof import Proof
from ssg.problems import Problem

DESK = "/_desk/"
MOST = 12
"""Files with problems, and pairs of tags, that the desk shows."""


class DeskPages:
    """Makes the pages of the desk for one proof. `editor` is the pattern of an address that opens a file."""

    def __init__(self, proof: Proof, root: Path, editor: str) -> None:
        self._proof = proof
        self._desk = Desk(proof)
        self._shared: dict[str, Any] = {
            "settings": proof.settings,
            "edit": partial(edit_link, root=root, editor=editor),
        }

    def page(self, path: str, query: Mapping[str, str]) -> bytes | None:
        """Return the page at a path below `/_desk/` with its query, or None where there is none."""
        match path:
            case "/_desk/":
                return self._overview()
            case "/_desk/articles":
                return self._articles(query.get("show", ""), query.get("q", ""), query.get("page", ""))
            case "/_desk/article":
                return self._article(query.get("path", ""))
            case _:
                return None

    def _overview(self) -> bytes:
        return self._render(
            "desk.html",
            here="desk",
            desk=self._desk,
            blocks=self._desk.blocks,
            counts=counts(self._desk, self._proof),
            wrong=self._desk.wrong,
            pairs=self._desk.tags_alike,
            most=MOST,
        )

    def _articles(self, show: str, search: str, page: str) -> bytes:
        titles = {block.name: block.title for block in self._desk.blocks}
        found = self._desk.articles_of(show)
        if search.strip():
            found = matching(found, search)
        pages = max(1, -(-len(found) // ON_A_PAGE))
        number = min(pages, max(1, int(page))) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
        shown = found[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]

        def address(other: int) -> str:
            asked = {"show": show, "q": search, "page": str(other)}
            return f"{DESK}articles?{urlencode({name: value for name, value in asked.items() if value})}"

        return self._render(
            "desk-articles.html",
            here="articles",
            heading=titles.get(show, "Articles"),
            count=len(found),
            rows=[(self._desk.row(article), self._state(article)) for article in shown],
            page=number,
            pages=pages,
            address=address,
            query=search,
        )

    def _article(self, path: str) -> bytes | None:
        article = next((article for article in self._desk.articles if article.path == path), None)
        if article is None:
            return None
        return self._render(
            "desk-article.html",
            here="article",
            panel=panel(self._desk, self._proof, article),
            state=self._state(article),
            edit_article=self._shared["edit"](Problem("", path=path)),
        )

    def _state(self, article: Article) -> str:
        """Return whether an article is published, in words."""
        now = self._proof.edition.now
        if article.draft:
            return "Draft"
        if article.expires and article.expires <= now:
            return "Expired"
        if article.date > now:
            return f"Scheduled for {article.date.astimezone(self._proof.settings.zone):%Y-%m-%d %H:%M}"
        return "Published"

    def _render(self, name: str, **values: Any) -> bytes:
        return own_template(name).render(**self._shared, **values).encode()
