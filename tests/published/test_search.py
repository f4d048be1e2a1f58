"""The search page in a real browser, under the headers that a host sends."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.published.conftest import Published
from tests.published.host import Host
from tests.published.test_browser import NARROW, SETTINGS, violations, visiting

pytestmark = pytest.mark.browser


def test_articles_are_found_with_the_keyboard_alone(host: Host, browser: Browser) -> None:
    with visiting(browser, host) as visit:
        visit.open("/search/")
        page = visit.page
        # The cursor stands in the field already.
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.type("cable")
        page.keyboard.press("Enter")
        expect(page.locator(".results li").first).to_be_visible()
        found = page.locator(".results li").count()
        expect(page.locator("#search-status")).to_contain_text("Results: ")
        page.locator("#search-section").focus()
        page.keyboard.type("Networks")
        expect(page).to_have_url(f"{host.url}/search/?q=cable&section=Networks")
        expect(page.locator(".results .kicker").first).to_have_text("Networks")
        assert 0 < page.locator(".results li").count() < found
        title = page.locator(".results a").first.inner_text()
        page.locator(".results a").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text(title)
        assert visit.complaints == []


def test_an_address_with_a_question_shows_its_answer(host: Host, browser: Browser) -> None:
    with visiting(browser, host) as visit:
        visit.open("/search/?author=Priya+Ravenscar&sort=newest")
        expect(visit.page.locator(".results li").first).to_be_visible()
        names = visit.page.locator(".results .card-names").all_inner_texts()
        assert names
        assert all("Priya Ravenscar" in name for name in names)
        visit.open("/search/?q=xyzzyplugh")
        expect(visit.page.locator("#search-status")).to_have_text(
            "Nothing was found. Try fewer words, or another spelling."
        )
        assert visit.complaints == []


def test_a_result_shows_what_is_cut_out_of_its_text_and_when_it_was_written(host: Host, browser: Browser) -> None:
    with visiting(browser, host) as visit:
        visit.open("/search/?q=anchor+cable")
        result = visit.page.locator(".results li", has_text="One anchor, one cable")
        expect(result).to_be_visible()
        said = result.locator(".card-standfirst").inner_text()
        assert said.endswith("…")
        assert said.startswith("…") or not said[0].islower()
        # The day alone, as on other cards, though the article says the minute.
        expect(result.locator(".date")).to_have_text("18 May 2026")


def test_a_double_click_on_more_neither_repeats_nor_loses_results(host: Host, browser: Browser) -> None:
    with visiting(browser, host) as visit:
        visit.open("/search/?year=2026&sort=newest")
        results = visit.page.locator(".results a")
        expect(results).to_have_count(10)
        visit.page.evaluate("more = document.getElementById('search-more'); more.click(); more.click()")
        expect(results).to_have_count(20)
        more = visit.page.locator("#search-more")
        while more.is_visible():
            before = results.count()
            more.click()
            expect(results.nth(before)).to_be_visible()
        said = visit.page.locator("#search-status").inner_text()
        found = [link.get_attribute("href") for link in results.all()]
        assert said == f"Results: {len(set(found))}"
        assert len(set(found)) == len(found)
        assert visit.complaints == []


def test_results_are_accessible(host: Host, browser: Browser, axe: str) -> None:
    found = {}
    for size, scheme in SETTINGS:
        with visiting(browser, host, size, scheme) as visit:
            visit.open("/search/?q=network")
            expect(visit.page.locator(".results li").first).to_be_visible()
            found[size, scheme] = [*visit.complaints, *violations(visit.page, axe)]
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_without_scripts_the_page_leads_to_the_archives(published: Published, host: Host, browser: Browser) -> None:
    with visiting(browser, host, NARROW, scripts=False) as visit:
        visit.open("/search/")
        assert visit.page.locator("#search").is_hidden()
        assert "Search needs JavaScript" in visit.page.locator("main").inner_text()
        ways = [link.get_attribute("href") for link in visit.page.locator("main .ways a").all()]
        assert ways[:3] == ["/archive/", "/tags/", "/authors/"]
        assert len(ways) == 3 + len(published.edit.site.sections)


def test_other_pages_may_not_run_webassembly(host: Host, browser: Browser) -> None:
    compiles = "WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => true, () => false)"
    with visiting(browser, host) as visit:
        visit.open("/search/")
        assert visit.page.evaluate(compiles) is True
        visit.open("/")
        assert visit.page.evaluate(compiles) is False
