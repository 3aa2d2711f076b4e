// A field says what is wrong with it once one leaves it, in the browser's own words and language.
const judge = (field) => {
  const said = document.getElementById(`${field.id}-error`);
  if (!said) return;
  const wrong = !field.validity.valid;
  said.textContent = wrong ? field.validationMessage : "";
  field.toggleAttribute("aria-invalid", wrong);
  if (wrong) field.setAttribute("aria-invalid", "true");
};

document.addEventListener("focusout", (event) => {
  if (event.target.matches("form[data-checks] .input") && event.target.value) judge(event.target);
});

document.addEventListener("input", (event) => {
  if (event.target.matches('form[data-checks] .input[aria-invalid="true"]')) judge(event.target);
});

// What the server found is read out at once.
document.getElementById("errors")?.focus();
