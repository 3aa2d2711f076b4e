// The buttons beside a quantity.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const field = button.closest("[data-stepper]").querySelector("input");
  const before = field.value;
  if (button.dataset.step > 0) field.stepUp();
  else field.stepDown();
  if (field.value !== before) field.dispatchEvent(new Event("change", { bubbles: true }));
});
