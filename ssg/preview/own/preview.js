// Keeps a page of the preview up to date: what has changed is put in place, and all else stays as it is - the scroll
// position, what was opened, what was typed.
(() => {
  "use strict";

  const script = document.currentScript;
  let token = script.dataset.token;
  let since = script.dataset.since;
  let stream = null;
  let lost = 0;
  let work = Promise.resolve();
  let scrolled = null;

  // --- The stream of events. A hidden page does not listen: browsers allow few streams, and it asks when it is seen.

  function listen() {
    if (stream || document.hidden) return;
    const page = encodeURIComponent(decoded(location.pathname));
    stream = new EventSource(`/_standfirst/events?page=${page}&since=${since}`);
    stream.onmessage = (event) => {
      since = event.lastEventId;
      hear(JSON.parse(event.data));
    };
    stream.onopen = () => {
      clearTimeout(lost);
      lost = 0;
      document.documentElement.setAttribute("data-standfirst", "live");
    };
    stream.onerror = () => {
      // Where a browser has many windows open, a stream ends with each answer, and begins again after a second.
      lost = lost || setTimeout(() => document.documentElement.removeAttribute("data-standfirst"), 2000);
      // A stream that was refused does not try again by itself.
      if (stream && stream.readyState === EventSource.CLOSED) {
        pause();
        setTimeout(listen, 2000);
      }
    };
  }

  function pause() {
    if (stream) stream.close();
    stream = null;
  }

  function hear(news) {
    if (news.open && !script.dataset.own && news.open !== location.pathname) {
      location.assign(news.open);
      return;
    }
    // One after the other: both exchange stylesheets.
    const next = async () => {
      if (news.token !== token) await update();
      // Beside what is here now: a page that says what is wrong needs no notice.
      show(news);
      // Null where the preview does not remember what this page missed.
      await refreshFiles(news.files);
    };
    // What cannot be put in place is loaded.
    work = work.then(next).catch(() => location.reload());
  }

  function decoded(path) {
    try {
      return decodeURIComponent(path);
    } catch {
      return path;
    }
  }

  // --- The page itself.

  async function update() {
    let answer, text;
    try {
      answer = await fetch(location.href, { cache: "no-store", headers: { Accept: "text/html" } });
      text = await answer.text();
    } catch {
      // The server has gone; the stream says when it is back.
      return;
    }
    if (answer.redirected && new URL(answer.url).pathname !== location.pathname) location.replace(answer.url);
    else if (!(answer.headers.get("Content-Type") || "").startsWith("text/html")) location.reload();
    else await put(new DOMParser().parseFromString(text, "text/html"));
  }

  async function put(next) {
    const ours = next.querySelector('script[src="/_standfirst/preview.js"]');
    if (!ours || scripts(document) !== scripts(next)) {
      location.reload();
      return;
    }
    const wasWrong = "own" in script.dataset;
    const isWrong = "own" in ours.dataset;
    if (isWrong && !wasWrong) scrolled = [scrollX, scrollY];
    for (const name of Object.keys(script.dataset)) delete script.dataset[name];
    Object.assign(script.dataset, ours.dataset);
    token = ours.dataset.token;
    since = ours.dataset.since;
    ours.replaceWith(ours.cloneNode());
    putAttributes(document.documentElement, next.documentElement, ["data-standfirst"]);
    // What was exchanged stays so: browsers show again what they had under an address, and films would begin anew.
    refreshNodes(next);
    const styled = putHead(next.head);
    putNode(document.body, next.body);
    badge();
    if (wasWrong && !isWrong && scrolled) {
      scrollTo({ left: scrolled[0], top: scrolled[1], behavior: "instant" });
      scrolled = null;
    }
    dispatchEvent(new CustomEvent("standfirst:updated"));
    await styled;
  }

  // Scripts of the site run once: if they are others now, the page has to begin anew.
  function scripts(page) {
    const found = [...page.querySelectorAll("script")].filter((each) => each.type !== "application/ld+json");
    return found.filter((each) => !isOurs(each)).map((each) => each.outerHTML).join("");
  }

  function isOurs(node) {
    return node.nodeName === "SCRIPT" && node.getAttribute("src") === "/_standfirst/preview.js";
  }

  async function putHead(next) {
    const wanted = [...next.children].filter((node) => !isOurs(node));
    const here = [...document.head.children].filter((node) => !isOurs(node));
    const kept = new Set();
    let place = null;
    for (const node of wanted) {
      const same = here.find((each) => !kept.has(each) && key(each) === key(node));
      const put = same || document.importNode(node, true);
      if (!same) {
        if (place) place.after(put);
        else document.head.prepend(put);
      }
      kept.add(put);
      place = put;
    }
    const gone = here.filter((node) => !kept.has(node));
    const styles = gone.filter(isStylesheet);
    for (const node of gone) if (!isStylesheet(node)) node.remove();
    // A stylesheet goes when those that come in its place are there, so that the page is never without.
    const coming = [...kept].filter((node) => isStylesheet(node) && !here.includes(node));
    await Promise.all(coming.map(loaded));
    for (const node of styles) node.remove();
  }

  function key(node) {
    return isStylesheet(node) ? `stylesheet ${node.media} ${new URL(node.href).pathname}` : node.outerHTML;
  }

  function isStylesheet(node) {
    return node.nodeName === "LINK" && node.relList.contains("stylesheet");
  }

  function loaded(link) {
    return new Promise((resolve) => {
      if (link.sheet) resolve();
      link.addEventListener("load", resolve, { once: true });
      link.addEventListener("error", resolve, { once: true });
      setTimeout(resolve, 3000);
    });
  }

  // --- Putting one tree in the place of another, changing no more than differs.

  function putNode(here, next) {
    if (here.nodeType !== Node.ELEMENT_NODE) {
      if (here.nodeValue !== next.nodeValue) here.nodeValue = next.nodeValue;
      return;
    }
    putAttributes(here, next, here.nodeName === "DETAILS" || here.nodeName === "DIALOG" ? ["open"] : []);
    // A text area shows its text until somebody types in it, and then what was typed.
    putChildren(here, next);
    if (here.nodeName === "TEMPLATE") putChildren(here.content, next.content);
  }

  function putAttributes(here, next, kept) {
    for (const { name } of [...here.attributes]) {
      if (!next.hasAttribute(name) && !kept.includes(name)) here.removeAttribute(name);
    }
    for (const { name, value } of [...next.attributes]) {
      if (here.getAttribute(name) !== value && !kept.includes(name)) here.setAttribute(name, value);
    }
  }

  function putChildren(here, next) {
    const before = [...here.childNodes];
    const after = [...next.childNodes];
    // What is equal at both ends stays; between them, nodes of one kind are matched in their order.
    let first = 0;
    while (first < before.length && first < after.length && isSame(before[first], after[first])) first += 1;
    let last = 0;
    const most = Math.min(before.length, after.length) - first;
    while (last < most && isSame(before[before.length - 1 - last], after[after.length - 1 - last])) last += 1;
    const old = before.slice(first, before.length - last);
    const fresh = after.slice(first, after.length - last);
    const end = before[before.length - last] || null;
    for (const node of fresh) {
      const match = old.findIndex((each) => fits(each, node));
      if (match < 0) {
        here.insertBefore(document.importNode(node, true), old[0] || end);
      } else {
        for (const skipped of old.splice(0, match)) skipped.remove();
        putNode(old.shift(), node);
      }
    }
    for (const node of old) node.remove();
  }

  // Templates are equal to browsers whatever is in them: they are looked into.
  function isSame(here, next) {
    return here.isEqualNode(next) && here.nodeName !== "TEMPLATE" && !(here.querySelector && here.querySelector("template"));
  }

  function fits(here, next) {
    return here.nodeName === next.nodeName && (here.id || "") === (next.id || "");
  }

  // --- Files that the page shows: they are asked for again under the same address, with the issue that they are from.

  const SHOWN = "img, source, video, audio, track, input[type=image]";
  const versions = new Map();
  // The issue that all others are from, where it is not known which have changed.
  let others = null;

  async function refreshFiles(files) {
    if (!files) {
      others = since;
      versions.clear();
    }
    for (const path of files || []) versions.set(path, since);
    if (!others && !versions.size) return;
    const exchanged = [];
    for (const node of document.querySelectorAll("link[rel~=stylesheet][href]")) {
      const url = anew(node.href);
      if (!url) continue;
      const fresh = node.cloneNode();
      fresh.href = url;
      node.after(fresh);
      exchanged.push(loaded(fresh).then(() => node.remove()));
    }
    // A player looks at its sources once.
    for (const player of refreshNodes(document)) player.load();
    await Promise.all(exchanged);
    for (const sheet of document.styleSheets) refreshRules(sheet);
  }

  // The address under which the version of a file is shown that is there now, or null if it is that, or no file of ours.
  function anew(address, base = document.baseURI) {
    let url;
    try {
      url = new URL(address, base);
    } catch {
      return null;
    }
    if (url.origin !== location.origin || url.pathname.startsWith("/_standfirst/")) return null;
    const version = versions.get(url.pathname) || others;
    if (!version || url.searchParams.get("standfirst") === version) return null;
    url.searchParams.set("standfirst", version);
    return url.href;
  }

  // Of this page, or of one that is to be put in its place. Gives the players that have another source.
  function refreshNodes(page) {
    const players = new Set();
    for (const node of page.querySelectorAll(SHOWN)) {
      for (const name of ["src", "poster"]) {
        const url = node.hasAttribute(name) && anew(node.getAttribute(name));
        if (!url) continue;
        node.setAttribute(name, url);
        if (node.nodeName === "SOURCE" && node.parentNode instanceof HTMLMediaElement) players.add(node.parentNode);
      }
      // Of each candidate, what follows its address says how wide it is, up to a comma.
      const set = node.getAttribute("srcset") || "";
      const candidate = /([^\s,](?:\S*[^\s,])?)([^,]*)/g;
      const fresh = set.replace(candidate, (whole, address, width) => (anew(address) || address) + width);
      if (fresh !== set) node.setAttribute("srcset", fresh);
    }
    return players;
  }

  function refreshRules(sheet) {
    const pass = (rules) => {
      for (const rule of rules) {
        if (rule.styleSheet) refreshRules(rule.styleSheet);
        if (rule.style) refreshStyle(rule.style, sheet.href || document.baseURI);
        if (rule.cssRules) pass(rule.cssRules);
      }
    };
    try {
      pass(sheet.cssRules);
    } catch {
      // What comes from elsewhere may not be read.
    }
  }

  function refreshStyle(style, base) {
    for (const name of [...style]) {
      const value = style.getPropertyValue(name);
      const fresh = value.replace(/url\(\s*(["']?)(.*?)\1\s*\)/g, (whole, quote, address) => {
        const url = anew(address, base);
        return url ? `url("${url}")` : whole;
      });
      if (fresh !== value) style.setProperty(name, fresh, style.getPropertyPriority(name));
    }
  }

  // --- What the preview says itself: beside the body, so that no page is in its way, and in styles of its own.

  const box = document.createElement("standfirst-preview");
  const root = box.attachShadow({ mode: "open" });
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/_standfirst/notices.css";
  const mark = document.createElement("p");
  const notice = document.createElement("aside");
  mark.setAttribute("role", "status");
  notice.setAttribute("role", "status");
  root.append(style, mark, notice);

  function badge() {
    mark.textContent = script.dataset.badge || "";
    mark.hidden = !script.dataset.badge;
  }

  function show(news) {
    const told = "own" in script.dataset ? 0 : news.errors;
    notice.hidden = !told;
    notice.replaceChildren();
    if (!told) return;
    const link = document.createElement("a");
    link.href = "/_standfirst/problems";
    link.textContent = told === 1 ? "1 problem" : `${told} problems`;
    const list = document.createElement("ul");
    for (const text of news.problems) {
      const item = document.createElement("li");
      item.textContent = text;
      list.append(item);
    }
    notice.append(link, list);
  }

  badge();
  notice.hidden = true;
  document.documentElement.append(box);
  document.addEventListener("visibilitychange", () => (document.hidden ? pause() : listen()));
  addEventListener("pagehide", pause);
  addEventListener("pageshow", listen);
  listen();
})();
