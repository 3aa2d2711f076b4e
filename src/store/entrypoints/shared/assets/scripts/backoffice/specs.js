// The form of a product asks for what the chosen category has, as soon as one is chosen.
document.addEventListener("change", async (event) => {
  if (!event.target.matches("[data-category]")) return;
  const form = event.target.form;
  const sent = new FormData(form);
  sent.set("more", "category");
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent) });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-specs]");
  const here = form.querySelector("[data-specs]");
  if (now && here) here.replaceWith(document.adoptNode(now));
});
