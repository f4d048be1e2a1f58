"""Good texts: what an article said when it could be rendered last, to stand in while it cannot."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Set
from dataclasses import replace

from ssg.digest import digest
from ssg.machine_views import Feed, FeedItem
from ssg.page_views import ArticlePage
from ssg.pages.page import Page, Shown
from ssg.views import Body

MOST = 1000
"""Articles of which the last good text is kept."""


class GoodTexts:
    """Remembers the texts of articles that were rendered. Any thread may use it."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Body] = OrderedDict()

    def note(self, page: Page) -> None:
        """Note the texts of a page that has been rendered."""
        view = page.view.page
        if isinstance(view, Feed):
            bodies = [item.body for item in view.items if item.body]
        else:
            bodies = [view.body] if isinstance(view, ArticlePage) else []
        for body in bodies:
            self._known[body.path] = body
            self._known.move_to_end(body.path)
        while len(self._known) > MOST:
            self._known.popitem(last=False)

    def stand_in(self, page: Page, wrong: Set[str]) -> Page | None:
        """Return a feed with the last good text of the articles in those files, or with their standfirst where there
        never was one. Returns None for what is no feed with any of them."""
        feed = page.view.page
        if not isinstance(feed, Feed) or not any(item.body and item.body.path in wrong for item in feed.items):
            return None
        items = tuple(self._good(item) if item.body and item.body.path in wrong else item for item in feed.items)
        bodies = tuple(item.body for item in items if item.body)
        shown = Shown(replace(page.view, page=replace(feed, items=items)), bodies)
        return replace(page, key=digest((page.key, bodies)), show=shown)

    def _good(self, item: FeedItem) -> FeedItem:
        known = self._known.get(item.body.path) if item.body else None
        # What was good once may have been broken by another file since.
        return replace(item, body=known if known != item.body else None)
