// A thumbnail moves the row of pictures, not the page; the row tells the thumbnails where it stands.
const here = (gallery, index) => {
  gallery.querySelectorAll(".thumbs a").forEach((link, at) => {
    if (at === index) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-gallery] .thumbs a");
  if (!link) return;
  event.preventDefault();
  const row = link.closest("[data-gallery]").querySelector(".gallery-row");
  const picture = document.getElementById(link.hash.slice(1));
  row.scrollTo({ left: picture.offsetLeft - row.offsetLeft, behavior: "auto" });
});

document.addEventListener(
  "scroll",
  (event) => {
    const row = event.target;
    if (!row.classList?.contains("gallery-row")) return;
    here(row.closest("[data-gallery]"), Math.round(Math.abs(row.scrollLeft) / row.clientWidth));
  },
  { capture: true, passive: true },
);
