// A page that follows something: it is told when that changed, and shows itself anew where it says so. Whoever is just
// filling in a form on it is not disturbed before they leave it.
const followed = document.querySelector("[data-live]");

const showAnew = () => {
  const place = document.querySelector("[data-live]");
  const form = document.activeElement?.closest("form");
  if (form && place.contains(form)) {
    form.addEventListener("focusout", () => setTimeout(showAnew), { once: true });
    return;
  }
  htmx.ajax("GET", location.href, { target: `#${place.id}`, select: `#${place.id}`, swap: "outerHTML" });
};

if (followed && "EventSource" in window) {
  const source = new EventSource(followed.dataset.live);
  source.addEventListener("order", showAnew);
  addEventListener("pagehide", () => source.close());
}
