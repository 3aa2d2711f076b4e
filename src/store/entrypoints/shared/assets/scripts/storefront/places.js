// A suggested address that is taken fills in all of its fields.
document.addEventListener("input", (event) => {
  const list = event.target.list;
  if (!list?.matches("[data-places]")) return;
  const taken = [...list.options].find((option) => option.value === event.target.value);
  for (const [name, text] of Object.entries(taken?.dataset ?? {})) {
    const field = event.target.form.elements.namedItem(name);
    if (field) field.value = text;
  }
});
