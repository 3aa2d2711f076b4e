// Tables by keyboard: j and k (or the arrows) move between rows, Enter opens the one that has the focus.
const links = () => [...document.querySelectorAll("[data-rows] tbody tr")].map((row) => row.querySelector("th a, td a"));

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { j: 1, k: -1 }[event.key];
  if (!step) return;
  const all = links();
  if (!all.length) return;
  const at = all.findIndex((link) => link.closest("tr").contains(document.activeElement));
  all[Math.min(Math.max(at + step, 0), all.length - 1)].focus();
});
