"""The pages of the desk, from what is known of a proof to HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from ssg.model import Article
from ssg.pages.page import Page
from ssg.preview.desk.overview import EVERYTHING, NAMES, ORDERS, Desk, Row, matching
from ssg.preview.desk.panel import Printed, panel, suggested
from ssg.preview.desk.standing import GAPS, Standing, ahead
from ssg.preview.error_page import edit_link
from ssg.preview.own import own_template
from ssg.preview.proof import Proof
from ssg.problems import Problem

T = TypeVar("T")
DESK = "/_desk/"
MOST = 12
"""Items of a section of the desk. The lists have all."""
EDITED = 8
ON_A_PAGE = 100
"""Articles on a page of the list."""
STORIES_ON_A_PAGE = 30


class DeskPages:
    """Makes the pages of the desk for one proof. `editor` is the pattern of an address that opens a file."""

    def __init__(self, proof: Proof, root: Path, editor: str, printed: Callable[[Page], Printed]) -> None:
        """Make pages for a proof. `printed` gives the bytes of a page of the site."""
        self._printed = printed
        self._desk = Desk(proof)
        self._edit = partial(edit_link, root=root, editor=editor)
        self._shared: dict[str, Any] = {
            "settings": proof.settings,
            "desk": self._desk,
            "edit": self._edit,
            "moment": self._moment,
            "until": lambda moment: ahead(moment, proof.edition.now),
            "standings": {standing.value: NAMES.get(standing, "Published") for standing in Standing},
            "gap_names": {name: words for name, (words, _) in GAPS.items()},
            "most": MOST,
        }

    def page(self, path: str, query: Mapping[str, str]) -> bytes | None:
        """Return the page at a path below `/_desk/` with its query, or None where there is none."""
        match path:
            case "/_desk/":
                return self._overview()
            case "/_desk/articles":
                return self._articles(query)
            case "/_desk/related":
                return self._related(query)
            case "/_desk/article":
                return self._article(query.get("path", ""))
            case _:
                return None

    def missing(self, query: Mapping[str, str]) -> bytes:
        """Return the page that says that there is no such page, for as long as there is none."""
        return self._render("desk-missing.html", here="", path=query.get("path", ""))

    def _overview(self) -> bytes:
        desk = self._desk
        return self._render(
            "desk.html",
            here="desk",
            waiting=[
                (name, desk.rows(desk.group(name)[:MOST]))
                for name in (Standing.SCHEDULED, Standing.DRAFT, Standing.EMBARGOED, Standing.EXPIRED)
            ],
            edited=desk.rows(desk.edited[:EDITED]),
            incomplete=desk.rows(desk.incomplete[:MOST]),
        )

    def _articles(self, query: Mapping[str, str]) -> bytes:
        show = query.get("show", "") if query.get("show", "") in NAMES else EVERYTHING
        search, order = query.get("q", "").strip(), query.get("sort", "")
        found: Sequence[Article] = self._desk.group(show)
        if search:
            found = matching(found, search)
        rows: Sequence[Row] | None = None
        if order in ORDERS:
            rows = sorted(self._desk.rows(found), key=ORDERS[order])
        shown, number, pages = _page_of(rows if rows is not None else found, query.get("page", ""), ON_A_PAGE)
        asked = {"show": query.get("show", ""), "q": search, "sort": order if order in ORDERS else ""}
        return self._render(
            "desk-articles.html",
            here="articles",
            show=show,
            names=NAMES,
            count=len(found),
            rows=shown if rows is not None else self._desk.rows(shown),  # type: ignore[arg-type]  # these are articles
            page=number,
            pages=pages,
            order=asked["sort"],
            address=partial(_address, "articles", asked),
            query=search,
        )

    def _related(self, query: Mapping[str, str]) -> bytes:
        stories, number, pages = _page_of(self._desk.proof.site.stories, query.get("page", ""), STORIES_ON_A_PAGE)
        return self._render(
            "desk-related.html",
            here="related",
            rows=[(self._desk.row(story.article), suggested(self._desk, story)) for story in stories],
            page=number,
            pages=pages,
            address=partial(_address, "related", {}),
        )

    def _article(self, path: str) -> bytes | None:
        article = self._desk.by_path.get(path)
        if article is None:
            return None
        return self._render(
            "desk-article.html",
            here="article",
            panel=panel(self._desk, article, self._printed),
            edit_article=self._edit(Problem("", path=path)),
        )

    def _moment(self, moment: datetime) -> str:
        local = moment.astimezone(self._desk.proof.settings.zone)
        return f"{local.day} {local:%b %Y, %H:%M}"

    def _render(self, name: str, **values: Any) -> bytes:
        return own_template(name).render(**self._shared, **values).encode()


def _page_of(items: Sequence[T], page: str, size: int) -> tuple[Sequence[T], int, int]:
    """Return the items of a page, its number, which is within what there is, and how many pages there are."""
    pages = max(1, -(-len(items) // size))
    number = min(pages, max(1, int(page))) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
    return items[(number - 1) * size : number * size], number, pages


def _address(page: str, asked: Mapping[str, str], /, **other: object) -> str:
    """Return the address of a list of the desk as it was asked for, with some of it changed."""
    query = {name: str(value) for name, value in {**asked, **other}.items() if value}
    return f"{DESK}{page}?{urlencode(query)}" if query else f"{DESK}{page}"
