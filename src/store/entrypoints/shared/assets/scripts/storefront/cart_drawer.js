// The cart opens beside the page once something was put in; without script the form leads to the cart's own page.
const drawer = document.getElementById("cart-drawer");
const content = document.getElementById("drawer-content");

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === content && !drawer.open) drawer.showModal();
});

// A press beside the sheet closes it.
drawer?.addEventListener("click", (event) => {
  if (event.target === drawer) drawer.close();
});
