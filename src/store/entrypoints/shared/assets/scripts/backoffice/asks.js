// Questions in SQL: Ctrl+Enter asks, the button says that it is under way, a column goes where the cursor is.
for (const form of document.querySelectorAll("[data-asks]")) {
  const editor = form.querySelector("textarea");
  const ask = form.querySelector("[data-ask]");

  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(ask);
    }
  });

  form.addEventListener("submit", (event) => {
    if (event.submitter !== ask && event.submitter?.hasAttribute("formaction")) return;
    form.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => form.removeAttribute("aria-busy"));

  document.addEventListener("click", (event) => {
    const column = event.target.closest("[data-insert]");
    if (!column) return;
    editor.setRangeText(column.dataset.insert, editor.selectionStart, editor.selectionEnd, "end");
    editor.focus();
  });
}
