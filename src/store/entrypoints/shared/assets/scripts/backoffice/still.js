// What renews itself stays as it is while somebody is being asked something in it.
document.addEventListener("htmx:beforeRequest", (event) => {
  const still = event.detail.elt.dataset.still;
  if (still && event.detail.elt.querySelector(still)) event.preventDefault();
});
