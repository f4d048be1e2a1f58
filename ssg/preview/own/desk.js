// The desk's keys, and the card of an article as it stands on a page of the site.
(() => {
  "use strict";

  const places = { d: "/_desk/", a: "/_desk/articles", r: "/_desk/related" };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "/") document.getElementById("q").select();
    else if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
    else if (event.key in places) location.assign(places[event.key]);
    else if (event.key === "s") document.querySelector(".bar nav a:last-child").click();
    else return;
    event.preventDefault();
  });

  // From where the focus is: before the first headline, or after it.
  function move(step) {
    const headlines = [...document.querySelectorAll("main .headline")].filter((each) => each.checkVisibility());
    const here = headlines.indexOf(document.activeElement);
    const next = headlines[here < 0 ? (step > 0 ? 0 : headlines.length - 1) : here + step];
    if (!next) return;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  // The card is taken from the page that it stands on, with all that it stands in and that page's stylesheets, and
  // without what stands beside it. Where that is not possible our own drawing of it stays.
  async function showCard() {
    const place = document.querySelector(".card[data-on]");
    if (!place) return;
    const answer = await fetch(place.dataset.on, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const link = [...page.querySelectorAll("main a[href], body a[href]")].find((each) => each.getAttribute("href") === place.dataset.of);
    const card = link && (link.closest("article") || link.closest("li") || link.parentElement);
    if (!card || card === page.body) return;
    for (let node = card; node !== page.body; node = node.parentElement) {
      for (const other of [...node.parentElement.childNodes]) if (other !== node) other.remove();
    }
    for (const node of page.querySelectorAll("script, head > :not(link[rel=stylesheet]):not(style)")) node.remove();
    const frame = document.createElement("iframe");
    frame.title = "The card as it stands on the page";
    // No script of the site runs in there, and nothing in there can be followed.
    frame.setAttribute("sandbox", "allow-same-origin");
    frame.inert = true;
    card.id = "standfirst-card";
    frame.onload = () => {
      const shown = frame.contentDocument.getElementById("standfirst-card").getBoundingClientRect();
      frame.style.height = `${Math.ceil(shown.bottom + shown.top)}px`;
    };
    frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`;
    place.replaceChildren(frame);
    place.classList.add("shown");
  }

  const show = () => showCard().catch(() => {});
  addEventListener("standfirst:updated", show);
  show();
})();
