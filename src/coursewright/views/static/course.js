// Marks today, the next class and days left; filters papers; copies BibTeX. Pages read without it.
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const zone = document.querySelector("meta[name=course-timezone]")?.content;
  const now = new Date();
  const today = new Intl.DateTimeFormat("en-CA", {timeZone: zone}).format(now);
  const say = new Intl.RelativeTimeFormat("en", {numeric: "auto"});
  const daysTo = day => Math.round((Date.parse(day) - Date.parse(today)) / 864e5);

  const rows = all(".cw-row[data-days]");
  let found = false;
  for (const row of rows) {
    const days = row.dataset.days.split(" "), flag = row.querySelector(".cw-flag");
    const off = row.classList.contains("cw-off");
    if (!flag) continue;
    if (days.includes(today)) {
      row.classList.add("is-today");
      row.setAttribute("aria-current", "date");
      flag.textContent = "Today";
      found = found || !off;
    } else if (!found && !off && days.some(day => day > today)) {
      flag.textContent = "Next";
      found = true;
    }
  }

  const cards = all("[data-next]"), over = document.querySelector("[data-over]");
  if (cards.length) {
    const next = cards.findIndex(card => new Date(card.dataset.next) > now);
    cards.forEach((card, index) => { card.hidden = index !== next; });
    if (over) over.hidden = next >= 0;
    const list = all("[data-coming] > .cw-row"), title = document.querySelector(".cw-h-next");
    const start = next < 0 ? Math.max(list.length - 4, 0) : next + 1;
    list.forEach((row, index) => { row.hidden = index < start || index >= start + 4; });
    if (title) {
      title.textContent = next < 0 ? "The last classes" : "Coming up";
      title.closest("h2").hidden = start >= list.length;
    }
  }
  const due = all(".cw-due [data-day]");
  if (due.length) {
    const ahead = due.filter(item => item.dataset.day >= today).slice(0, 4);
    for (const item of due) item.hidden = !ahead.includes(item);
    due[0].closest(".cw-due").hidden = !ahead.length;
  }
  for (const text of all("[data-rel]")) {
    const days = daysTo(text.dataset.rel);
    if (days >= 0) text.textContent = say.format(days, "day");
  }

  document.addEventListener("click", async event => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const said = [...button.childNodes].find(node => node.nodeType === Node.TEXT_NODE);
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      said.data = "Copied";
    } catch {
      button.previousElementSibling.open = true;
      said.data = "Select and copy";
    }
    setTimeout(() => { said.data = "Copy"; }, 2000);
  });

  const box = document.getElementById("q");
  if (box) {
    const papers = all(".cw-paper").map(paper => [paper, paper.textContent.toLowerCase()]);
    const count = document.querySelector("output"), empty = document.querySelector(".cw-empty");
    const filter = () => {
      const words = box.value.toLowerCase().split(/\s+/);
      for (const [paper, text] of papers) paper.hidden = !words.every(word => text.includes(word));
      const left = papers.filter(([paper]) => paper.checkVisibility()).length;
      count.textContent = left + (left === 1 ? " paper" : " papers");
      empty.style.display = left ? "none" : "block";
    };
    box.form.addEventListener("input", filter);
    box.form.addEventListener("submit", event => event.preventDefault());
    filter();
  }
})();
