// The cart opens beside the page once something was put in; without script the form leads to the cart's own page.
const drawer = document.getElementById("cart-drawer");
const content = document.getElementById("drawer-content");
let opener = null;

// The button is disabled while its request is under way and loses the focus by that: it gets it back at the end.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.target === content) opener = document.activeElement;
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === content && !drawer.open) drawer.showModal();
});

// A press beside the sheet closes it.
drawer?.addEventListener("click", (event) => {
  if (event.target === drawer) drawer.close();
});

drawer?.addEventListener("close", () => opener?.focus());
