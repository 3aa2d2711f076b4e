// What htmx asks for on our behalf: tidy addresses, and a word when it fails.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") return;
  for (const name of [...new Set(event.detail.formData.keys())]) {
    if (event.detail.formData.getAll(name).every((value) => value === "")) event.detail.formData.delete(name);
  }
});

const said = document.getElementById("said");
const failed = () => {
  said.textContent = said.dataset.failed;
  said.classList.add("said-aloud");
};
document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:responseError", (event) => {
  if (![409, 422].includes(event.detail.xhr.status)) failed();
});
document.addEventListener("htmx:beforeRequest", () => {
  said.textContent = "";
  said.classList.remove("said-aloud");
});
