// What htmx asks for on our behalf: tidy addresses, and a word when it fails.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") return;
  for (const name of [...new Set(event.detail.formData.keys())]) {
    if (event.detail.formData.getAll(name).every((value) => value === "")) event.detail.formData.delete(name);
  }
});

const said = document.getElementById("said");
const tell = (words) => {
  said.textContent = words;
  said.classList.add("said-aloud");
};
const FORMS = { "since-login": "sinceLogin", "out-of-date": "outOfDate" };
const offerToLoadAgain = (why) => {
  tell(said.dataset[why]);
  const again = document.createElement("button");
  again.type = "button";
  again.className = "button button-small";
  again.textContent = said.dataset.again;
  again.addEventListener("click", () => location.assign(location.pathname + location.search));
  said.append(" ", again);
};
document.addEventListener("htmx:sendError", () => tell(said.dataset.failed));
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  const why = FORMS[xhr.getResponseHeader("Store-Form")];
  if (why) offerToLoadAgain(why);
  else if (![409, 422].includes(xhr.status)) tell(said.dataset.failed);
});
document.addEventListener("htmx:beforeRequest", () => {
  said.textContent = "";
  said.classList.remove("said-aloud");
});
