// The version slider takes the page there as soon as it is let go.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches("[data-submits]")) return;
  const shown = field.form.querySelector(`output[for="${CSS.escape(field.id)}"]`);
  if (shown) shown.textContent = `${field.value} / ${field.max}`;
});
