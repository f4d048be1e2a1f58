// The search page: asks Pagefind's index, keeps the question in the address, shows what was found.
const form = document.getElementById("search");
const status = document.getElementById("search-status");
const results = document.getElementById("results");
const more = document.getElementById("search-more");
const filters = [...form.querySelectorAll("[data-filter]")];
const step = 10;

let found = [];
let shown = 0;
let asked = 0;

function say(text) {
  status.textContent = text;
}

// An excerpt is text with <mark> in it: nothing else of it becomes an element.
function excerpt(html, title) {
  const paragraph = document.createElement("p");
  paragraph.className = "card-standfirst";
  const body = new DOMParser().parseFromString(html, "text/html").body;
  // The beginning of the index is the headline, which stands above.
  let skip = body.textContent.startsWith(title) ? /^[.\s]*/.exec(body.textContent.slice(title.length))[0].length + title.length : 0;
  for (const node of body.childNodes) {
    const text = node.textContent.slice(skip);
    skip = Math.max(0, skip - node.textContent.length);
    if (text && node.nodeName === "MARK") {
      const mark = document.createElement("mark");
      mark.textContent = text;
      paragraph.append(mark);
    } else {
      paragraph.append(text);
    }
  }
  // What is cut out of a text says so.
  const first = paragraph.textContent.trimStart();
  if (!/^[\p{Lu}\p{Lo}\p{N}\p{P}]/u.test(first)) paragraph.prepend("… ");
  if (!/[\p{P}]\s*$/u.test(first)) paragraph.append(" …");
  return paragraph;
}

function card(page) {
  const item = document.createElement("li");
  item.className = "card card-result";
  const kicker = document.createElement("p");
  kicker.className = page.meta.paid ? "kicker kicker-sponsored" : "kicker";
  // That it was retracted, and that somebody paid for it, comes before what it is about.
  kicker.textContent = [page.meta.retracted, page.meta.paid, ...(page.filters.section ?? [])].filter(Boolean).join(" · ");
  const title = document.createElement("h2");
  title.className = "card-title";
  const link = document.createElement("a");
  link.href = page.url;
  link.textContent = page.meta.title;
  title.append(link);
  const meta = document.createElement("p");
  meta.className = "card-meta";
  for (const [name, text] of [["card-names", (page.filters.author ?? []).join(", ")], ["date", page.meta.date]]) {
    if (text) {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      meta.append(part, " ");
    }
  }
  item.append(...(kicker.textContent ? [kicker] : []), title, excerpt(page.excerpt, page.meta.title), meta);
  return item;
}

async function show(question) {
  const first = shown;
  const next = found.slice(first, first + step);
  // At once, so that who asks again before these are there gets those after them.
  shown += next.length;
  more.disabled = true;
  const pages = await Promise.all(next.map((result) => result.data()));
  if (question !== asked) return;
  results.append(...pages.map(card));
  more.disabled = false;
  more.hidden = shown >= found.length;
  if (first) results.children[first]?.querySelector("a").focus();
}

function chosen() {
  return Object.fromEntries(filters.filter((select) => select.value).map((select) => [select.name, select.value]));
}

function counted(counts) {
  for (const select of filters) {
    const before = select.value;
    const options = Object.entries(counts[select.name] ?? {}).filter(([name, count]) => count || name === before);
    if (select.name === "year") options.reverse();
    select.replaceChildren(
      select.options[0],
      ...options.map(([name, count]) => new Option(`${name} (${count})`, name, false, name === before)),
    );
  }
}

async function search(pagefind) {
  const question = ++asked;
  const words = form.q.value.trim();
  const narrowed = chosen();
  const address = new URL(location.href);
  address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim())).toString();
  history.replaceState(null, "", address);
  const all = words || Object.keys(narrowed).length;
  const sort = form.sort.value === "newest" || !words ? { date: "desc" } : undefined;
  const answer = await pagefind.search(words || null, { filters: narrowed, sort });
  if (question !== asked) return;
  counted(words ? answer.filters : answer.totalFilters ?? answer.filters);
  found = all ? answer.results : [];
  shown = 0;
  results.replaceChildren();
  more.hidden = true;
  say(!all ? "" : found.length ? form.dataset.results.replace("%n", found.length) : form.dataset.none);
  await show(question);
}

async function begin() {
  let pagefind;
  try {
    pagefind = await import(new URL("pagefind.js", new URL(form.dataset.index, location.href)).href);
    await pagefind.init();
    counted(await pagefind.filters());
  } catch (error) {
    // The preview knows better why.
    say(error.cause === "preview" ? error.message : form.dataset.unavailable);
    return;
  }
  const wanted = new URLSearchParams(location.search);
  for (const [name, value] of wanted) if (form.elements[name]) form.elements[name].value = value;
  form.hidden = false;
  if (!form.q.value) form.q.focus({ preventScroll: true });
  let pause;
  const ask = () => search(pagefind).catch(() => say(form.dataset.unavailable));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    ask();
  });
  form.addEventListener("change", ask);
  form.q.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, 200);
  });
  more.addEventListener("click", () => show(asked).catch(() => say(form.dataset.unavailable)));
  if ([...wanted].length) await ask();
}

begin();
