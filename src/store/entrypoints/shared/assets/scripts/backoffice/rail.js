// Where the rail has more places than fit, across the top or down the side, the one that one is at is shown.
const rail = document.querySelector(".rail");
const here = rail?.querySelector("[aria-current]");
if (here) {
  const places = here.closest("nav");
  const shown = here.getBoundingClientRect();
  rail.scrollLeft += shown.right + here.offsetWidth / 2 - rail.clientWidth;
  places.scrollTop += Math.max(0, shown.bottom + here.offsetHeight - places.getBoundingClientRect().bottom);
}
