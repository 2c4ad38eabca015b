// Makes a slider of an interactive figure's list of frames, which reads without it.
(() => {
  const made = (name, attributes) => Object.assign(document.createElement(name), attributes);

  document.querySelectorAll(".cw-frames").forEach((figure, number) => {
    const links = [...figure.querySelectorAll(".cw-frame-list a")];
    const start = figure.querySelector(".cw-start"), list = figure.querySelector(".cw-frame-list");
    const picture = start && start.querySelector("img");
    if (!picture || !links.length) return;
    const id = `cw-frames-${number + 1}`, file = picture.getAttribute("src");
    const first = Math.max(links.findIndex(link => link.getAttribute("href") === file), 0);

    const name = list.previousElementSibling;
    const label = made("label", {htmlFor: id, textContent: name.textContent});
    const slider = made("input", {
      type: "range", id, min: 0, max: links.length - 1, step: 1, value: first, autocomplete: "off",
    });
    const shown = made("output", {htmlFor: id});
    // The slider itself says its value; said twice it would be a nuisance.
    shown.setAttribute("aria-live", "off");

    const show = () => {
      const link = links[slider.value];
      picture.src = link.getAttribute("href");
      picture.alt = link.title;
      shown.textContent = link.textContent;
      slider.setAttribute("aria-valuetext", `${link.textContent}. ${link.title}`);
    };
    const fetchAll = () => {
      for (const link of links) made("img", {src: link.getAttribute("href")});
    };
    for (const event of ["pointerenter", "pointerdown", "focus"]) {
      slider.addEventListener(event, fetchAll, {once: true});
    }
    slider.addEventListener("input", show);
    name.replaceWith(label);
    list.replaceWith(slider, shown);
    show();
  });
})();
