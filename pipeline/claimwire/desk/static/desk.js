// Liveness and keys. Every page reads and works without this file.
//
// The stream only says that claims arrived; the server renders them. So there is one template of a claim,
// and a hidden or busy page costs nothing.

const EVERY_MS = 1000;
const AGAIN_MS = 3000;
const MOST_SHOWN = 500;

const list = document.querySelector("#claims[data-stream]");
if (list) follow(list, document.querySelector(".fresh"), document.querySelector(".offline"));
document.addEventListener("keydown", onKey);

function follow(claims, button, offline) {
  const title = document.title;
  const url = new URL(claims.dataset.stream, location.href);
  let after = Number(url.searchParams.get("after"));
  let latest = after;
  let waiting = 0;
  let shownAt = 0;
  let timer = null;
  let busy = false;

  open();
  button.addEventListener("click", () => {
    scrollTo({ top: 0 });
    show();
  });
  claims.addEventListener("mouseleave", soon);
  claims.addEventListener("focusout", soon);
  addEventListener("scroll", soon, { passive: true });
  document.addEventListener("visibilitychange", soon);

  function open() {
    url.searchParams.set("after", latest);
    const stream = new EventSource(url);
    stream.addEventListener("claims", (event) => {
      const batch = JSON.parse(event.data);
      waiting += batch.claims.length + batch.more;
      latest = Number(event.lastEventId);
      told();
      soon();
    });
    stream.addEventListener("open", () => (offline.hidden = true));
    stream.addEventListener("error", () => {
      offline.hidden = false;
      // The browser asks again by itself, but not after an answer that is no stream, such as a proxy's 502.
      if (stream.readyState === EventSource.CLOSED) setTimeout(open, AGAIN_MS);
    });
  }

  function isPaused() {
    const isRead = claims.matches(":hover") || claims.contains(document.activeElement);
    return isRead || scrollY > 80 || document.hidden;
  }

  function told() {
    button.hidden = waiting === 0;
    button.textContent = `${waiting.toLocaleString("en")} new`;
    document.title = waiting ? `(${waiting}) ${title}` : title;
  }

  function soon() {
    if (waiting === 0 || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      if (!isPaused()) show();
    }, Math.max(0, shownAt + EVERY_MS - Date.now()));
  }

  async function show() {
    if (busy || waiting === 0) return;
    busy = true;
    shownAt = Date.now();
    const [counted, upto] = [waiting, latest];
    try {
      const answer = await fetch(`${claims.dataset.new}${claims.dataset.new.includes("?") ? "&" : "?"}after=${after}`);
      if (!answer.ok) return;
      add(new DOMParser().parseFromString(await answer.text(), "text/html"));
      after = upto;
      waiting -= counted;
    } catch {
      // The next event asks again.
    } finally {
      busy = false;
      told();
      soon();
    }
  }

  function add(arrived) {
    const items = [...arrived.querySelectorAll(".claim")].filter((item) => !document.getElementById(item.id));
    // More came than are sent at once, or the list is long: a new page has no gap before its older claims.
    if (arrived.querySelector("[data-cut]") || claims.children.length + items.length > MOST_SHOWN) location.reload();
    for (const item of items) item.classList.add("arrived");
    claims.prepend(...items);
    document.querySelector("#empty")?.remove();
  }
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const links = [...document.querySelectorAll("a.open")];
  const at = links.indexOf(document.activeElement);
  if (event.key === "j") select(links[at + 1]);
  else if (event.key === "k") select(links[at - 1]);
  else if (event.key === "o") links[at]?.click();
  else if (event.key === "/") document.querySelector("#q")?.focus();
  else if (event.key === "Escape") document.activeElement?.blur();
  else return;
  event.preventDefault();
}

function select(link) {
  link?.focus({ preventScroll: true });
  link?.scrollIntoView({ block: "nearest" });
}
