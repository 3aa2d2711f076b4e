// The search box suggests while one types: an editable combobox with a list, by the ARIA practices.
const box = document.querySelector("[data-suggests]");
const list = document.getElementById("suggestions");
const options = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector('[aria-selected="true"]');

const choose = (option) => {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
};

const open = (does) => {
  const shown = does && options().length > 0;
  list.hidden = !shown;
  box.setAttribute("aria-expanded", String(shown));
  if (!shown) choose(null);
};

const move = (step) => {
  if (list.hidden) return open(true);
  const all = [null, ...options()];
  choose(all.at((all.indexOf(chosen()) + step) % all.length));
};

if (box && list) {
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
    box.setAttribute(name, value);
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === list) open(document.activeElement === box);
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      open(false);
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      location.assign(chosen().dataset.href);
    }
  });

  // A press keeps the focus in the box until it has led somewhere.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.href);
  });
  box.addEventListener("blur", () => open(false));
}
