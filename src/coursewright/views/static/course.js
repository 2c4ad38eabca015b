// Marks today, the next class and days left; filters papers; copies BibTeX; brings keys to the menu.
// Pages read without it.
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector, from = document) => from.querySelector(selector);
  const say = new Intl.RelativeTimeFormat("en", {numeric: "auto"});

  const dayIn = timeZone => {
    const fields = {timeZone, year: "numeric", month: "2-digit", day: "2-digit"};
    const parts = new Intl.DateTimeFormat("en", fields).formatToParts(new Date());
    const value = wanted => parts.find(({type}) => type === wanted).value;
    return `${value("year")}-${value("month")}-${value("day")}`;
  };
  const courseDay = () => {
    try {
      return dayIn(one("meta[name=course-timezone]").content);
    } catch {
      return dayIn(); // a time zone that this browser does not know: the reader's own
    }
  };

  const markRows = today => {
    let found = false;
    for (const row of all(".cw-row[data-days]")) {
      const flag = one(".cw-flag", row), off = row.classList.contains("cw-off");
      if (!flag) continue;
      const days = row.dataset.days.split(" "), now = days.includes(today);
      const next = !found && !now && !off && days.some(day => day > today);
      row.classList.toggle("is-today", now);
      if (now) row.setAttribute("aria-current", "date");
      else row.removeAttribute("aria-current");
      flag.textContent = now ? "Today" : next ? "Next" : "";
      found ||= next || now && !off;
    }
  };

  const showCard = () => {
    const cards = all("[data-next]"), over = one("[data-over]"), title = one(".cw-h-next");
    if (!cards.length) return;
    const next = cards.findIndex(card => new Date(card.dataset.next) > new Date());
    cards.forEach((card, index) => { card.hidden = index !== next; });
    if (over) over.hidden = next >= 0;
    const list = all("[data-coming] > .cw-row");
    const start = next < 0 ? Math.max(list.length - 4, 0) : next + 1;
    list.forEach((row, index) => { row.hidden = index < start || index >= start + 4; });
    if (!title) return;
    title.textContent = next < 0 ? "The last classes" : "Coming up";
    title.closest("h2").hidden = start >= list.length;
  };

  const showDue = today => {
    const due = all(".cw-due [data-day]");
    const ahead = due.filter(item => item.dataset.day >= today).slice(0, 4);
    for (const item of due) item.hidden = !ahead.includes(item);
    for (const list of all(".cw-due")) list.hidden = !ahead.length;
  };

  const countDays = today => {
    for (const text of all("[data-rel]")) {
      const days = Math.round((Date.parse(text.dataset.rel) - Date.parse(today)) / 864e5);
      if (days >= 0) text.textContent = say.format(days, "day");
    }
  };

  const markTime = () => {
    const today = courseDay();
    markRows(today);
    showCard();
    showDue(today);
    countDays(today);
  };
  markTime();
  // A page stays open over midnight, and comes back from the browser's memory days later.
  document.addEventListener("visibilitychange", markTime);
  addEventListener("pageshow", event => { if (event.persisted) markTime(); });

  // Where the tabs are wider than the window, the page's own one is in sight.
  const tab = one(".md-tabs__item--active");
  if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.clientWidth / 2;

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
