// A picture opens above the page. Arrows leaf through, Escape closes (the browser sees to that), a press comes closer.
const zoomed = (gallery, at) => {
  const links = [...gallery.querySelectorAll("[data-zoom]")];
  const dialog = gallery.querySelector(".zoom");
  const picture = document.createElement("img");
  const place = (at + links.length) % links.length;
  const link = links[place];
  dialog.removeAttribute("data-close-up");
  dialog.dataset.at = place;
  picture.className = "zoom-picture";
  picture.width = link.dataset.width;
  picture.height = link.dataset.height;
  picture.alt = link.querySelector("img").alt;
  picture.src = link.href;
  dialog.querySelector(".zoom-room").replaceChildren(picture);
  dialog.querySelector(".zoom-count").textContent = links.length > 1 ? `${place + 1} / ${links.length}` : "";
  if (!dialog.open) dialog.showModal();
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-gallery] [data-zoom]");
  if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    const gallery = link.closest("[data-gallery]");
    zoomed(gallery, [...gallery.querySelectorAll("[data-zoom]")].indexOf(link));
    return;
  }
  const dialog = event.target.closest(".zoom");
  if (!dialog) return;
  const step = event.target.closest("[data-zoom-step]");
  if (step) zoomed(dialog.closest("[data-gallery]"), Number(dialog.dataset.at) + Number(step.dataset.zoomStep));
  else if (event.target.closest("[data-zoom-close]")) dialog.close();
  else if (event.target.closest(".zoom-picture")) dialog.toggleAttribute("data-close-up");
  else dialog.close();
});

document.addEventListener("keydown", (event) => {
  const dialog = event.target.closest?.(".zoom[open]");
  if (!dialog) return;
  if (event.key === "Enter" && event.target.matches(".zoom-room")) dialog.toggleAttribute("data-close-up");
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const leafs = dialog.querySelector("[data-zoom-step]") && !dialog.hasAttribute("data-close-up"); // else arrows scroll
  if (!step || !leafs) return;
  event.preventDefault();
  const turned = document.documentElement.dir === "rtl" ? -step : step;
  zoomed(dialog.closest("[data-gallery]"), Number(dialog.dataset.at) + turned);
});
