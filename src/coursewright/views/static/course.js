// Marks today, the next class and days left; filters papers; copies BibTeX; brings keys to the menu.
// Pages read without it.
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector, from = document) => from.querySelector(selector);
  const say = new Intl.RelativeTimeFormat("en", {numeric: "auto"});
  const style = {weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit"};
  const written = (moment, timeZone) => new Date(moment).toLocaleString("en-GB", {...style, timeZone});

  let zone = one("meta[name=course-timezone]")?.content;
  try {
    written(0, zone);
  } catch {
    zone = undefined; // a time zone that this browser does not know: the reader's own
  }

  const goesOn = (time, end, now) =>
    time.dateTime.includes("T") && Date.parse(time.dateTime) <= now && now < end;

  const markRows = (today, now) => {
    let found = false;
    for (const row of all(".cw-row[data-days]")) {
      const flag = one(".cw-flag", row);
      if (!flag) continue;
      const ends = (row.dataset.ends ?? "").split(" ").map(Date.parse);
      const isToday = row.dataset.days.split(" ").includes(today), ahead = ends.some(end => end > now);
      const runs = all(".cw-when time", row).some((time, index) => goesOn(time, ends[index], now));
      // What has no day yet may come before it.
      const next = ahead && !found && !row.matches(".cw-off, .cw-row:not([data-days]) ~ *");
      row.classList.toggle("is-today", isToday);
      if (isToday) row.setAttribute("aria-current", "date");
      else row.removeAttribute("aria-current");
      flag.textContent = runs ? "Now" : isToday ? "Today" : next ? "Next" : "";
      found ||= next;
    }
  };

  const showCard = now => {
    const cards = all("[data-next]"), over = one("[data-over]"), title = one(".cw-h-next");
    if (!cards.length) return;
    const next = cards.findIndex(card => Date.parse(card.dataset.next) > now);
    cards.forEach((card, index) => { card.hidden = index !== next; });
    if (next >= 0 && goesOn(one("time", cards[next]), Infinity, now))
      one("[data-rel]", cards[next]).textContent = "Now";
    if (over) {
      over.hidden = next >= 0;
      one("b", over).textContent =
        Date.parse(over.dataset.over) > now ? "The last class is over" : over.dataset.term + " is over";
    }
    const list = all("[data-coming] > .cw-row");
    const start = next < 0 ? Math.max(list.length - 4, 0) : next + 1;
    list.forEach((row, index) => { row.hidden = index < start || index >= start + 4; });
    if (!title) return;
    title.textContent = next < 0 ? "The last classes" : "Coming up";
    title.closest("h2").hidden = start >= list.length;
  };

  const showDue = now => {
    for (const list of all(".cw-due")) {
      const items = all("li", list);
      const ahead = items.filter(item => Date.parse(one("time", item).dataset.due) > now);
      const shown = ahead.slice(0, list.dataset.most);
      for (const item of items) item.hidden = !shown.includes(item);
      list.hidden = !shown.length;
    }
    for (const time of all("[data-due]")) {
      const {due} = time.dataset, own = written(due), text = one(".cw-own", time.parentElement);
      const says = own !== written(due, zone) && Date.parse(due) > now;
      text.textContent = says ? ` ${text.dataset.word} ${own}, your time` : "";
    }
  };

  const countDays = today => {
    for (const text of all("[data-rel]")) {
      const days = Math.round((Date.parse(text.dataset.rel) - Date.parse(today)) / 864e5);
      if (days >= 0) text.textContent = say.format(days, "day");
    }
  };

  const markTime = () => {
    const now = Date.now(), today = new Date().toLocaleDateString("sv", {timeZone: zone});
    markRows(today, now);
    countDays(today);
    showCard(now);
    showDue(now);
  };
  // A page stays open over the end of a class and over midnight: whatever changes, it is on a minute.
  const tick = () => {
    markTime();
    setTimeout(tick, 6e4 - Date.now() % 6e4);
  };
  tick();
  // It was asleep, or comes back from the browser's memory days later.
  document.addEventListener("visibilitychange", markTime);
  addEventListener("pageshow", event => { if (event.persisted) markTime(); });

  // Where the tabs are wider than the window, the page's own one is in sight, and the one that a
  // key has reached: browsers do not move what a sliver of can be seen.
  const bring = tab => { tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.clientWidth / 2; };
  const tab = one(".md-tabs__item--active");
  if (tab) bring(tab);
  document.addEventListener("focusin", ({target}) => {
    if (target.matches(".md-tabs__link:focus-visible")) bring(target.parentElement);
  });

  // A formula wider than the screen scrolls, so a key has to reach it.
  const reach = () => {
    for (const math of document.querySelectorAll("math[display=block]")) {
      math.toggleAttribute("tabindex", false);
      if (math.scrollWidth > math.clientWidth) math.tabIndex = 0;
    }
  };
  reach();
  addEventListener("load", reach);
  addEventListener("resize", reach);

  // Material opens its menu by a label, which no key reaches, and closes it by no key.
  const menu = one(".md-header label[for=__drawer]"), drawer = one("#__drawer");
  if (menu && drawer) {
    menu.tabIndex = 0;
    menu.setAttribute("role", "button");
    menu.setAttribute("aria-label", "Menu");
    menu.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      menu.click();
      one(".md-sidebar--primary a").focus();
    });
    document.addEventListener("keydown", event => {
      if (event.key !== "Escape" || !drawer.checked) return;
      menu.click();
      menu.focus();
    });
  }

  const copy = async (button, source) => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      return "Copied";
    } catch {
      source.closest("details").open = true;
      getSelection().selectAllChildren(source);
      return "Selected";
    }
  };
  document.addEventListener("click", async event => {
    const button = event.target.closest("[data-copy]");
    const source = button && document.getElementById(button.dataset.copy);
    if (!source) return;
    const label = [...button.childNodes].find(node => node.nodeType === Node.TEXT_NODE);
    label.data = await copy(button, source);
    setTimeout(() => { label.data = "Copy"; }, 2000);
  });

  const box = one("#q");
  if (box) {
    const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const papers = all(".cw-paper").map(paper => [paper, fold(paper.textContent)]);
    const count = one("output", box.form), empty = one(".cw-empty");
    const filter = () => {
      const words = fold(box.value).split(/\s+/);
      for (const [paper, text] of papers) paper.hidden = !words.every(word => text.includes(word));
      const left = papers.filter(([paper]) => paper.checkVisibility()).length;
      count.textContent = left + (left === 1 ? " paper" : " papers");
      empty.style.display = left ? "none" : "block";
    };
    box.form.addEventListener("input", filter);
    box.form.addEventListener("submit", event => event.preventDefault());
    // A browser that goes back fills in what was chosen, after this script has run.
    addEventListener("pageshow", filter);
    filter();
  }
})();
