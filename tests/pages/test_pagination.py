"""Listing pages are numbered from the oldest: a page once full never changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ssg.pages.pagination import page_of, paginate
from ssg.views import Pagination, Ref


def test_the_front_floats_above_full_pages() -> None:
    newest_first = list(range(8, 0, -1))
    assert list(paginate(newest_first, 3)) == [(0, [8, 7, 6, 5, 4]), (1, [3, 2, 1])]
    assert list(paginate([9, *newest_first], 3)) == [(0, [9, 8, 7]), (2, [6, 5, 4]), (1, [3, 2, 1])]
    assert list(paginate([], 3)) == [(0, [])]


@given(st.integers(0, 60), st.integers(1, 7))
def test_one_more_item_changes_no_numbered_page(count: int, size: int) -> None:
    before = dict(paginate(list(range(count))[::-1], size))
    after = dict(paginate(list(range(count + 1))[::-1], size))
    assert {number: after[number] for number in before if number} == {n: items for n, items in before.items() if n}
    assert len(after) - len(before) in {0, 1}
    assert sorted(item for items in after.values() for item in items) == list(range(count + 1))
    assert all(len(items) == size for number, items in after.items() if number)


def test_each_page_links_to_its_neighbours() -> None:
    assert page_of(0, 2, "/news/") == Pagination(0, None, Ref("/news/page/2/", "2"))
    assert page_of(2, 2, "/news/") == Pagination(2, Ref("/news/", ""), Ref("/news/page/1/", "1"))
    assert page_of(1, 2, "/news/") == Pagination(1, Ref("/news/page/2/", "2"), None)
    assert page_of(0, 0, "/news/") == Pagination(0, None, None)
