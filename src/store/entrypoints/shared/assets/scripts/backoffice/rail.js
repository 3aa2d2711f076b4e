// Where the rail lies across the top and has more places than fit, the one that one is at is shown.
const rail = document.querySelector(".rail");
const here = rail?.querySelector("[aria-current]");
if (here) rail.scrollLeft += here.getBoundingClientRect().right + here.offsetWidth / 2 - rail.clientWidth;
