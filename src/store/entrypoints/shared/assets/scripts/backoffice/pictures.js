// Pictures of goods: files come one by one and say how far they are; a picture is dragged to its place.
// Everything is a form that works by itself, so what happens here is only when it is sent, and with what.
const coming = (form, file) => {
  const row = document.createElement("li");
  const name = document.createElement("span");
  const state = document.createElement("output");
  const bar = document.createElement("progress");
  name.textContent = file.name;
  state.textContent = form.dataset.waits;
  Object.assign(bar, { className: "progress", max: 1, value: 0 });
  bar.setAttribute("aria-label", file.name);
  row.append(name, state, bar);
  form.querySelector(".coming").append(row);
  return { row, state, bar };
};

const sent = (form, file, { state, bar }) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.set("_csrf_token", form.elements._csrf_token.value);
    body.set("pictures", file);
    state.textContent = form.dataset.comes;
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => {
      const page = request.response;
      const wrong = page ? [...page.querySelectorAll("#f-pictures-error .error")].map((one) => one.textContent) : [];
      const fine = request.status === 200;
      bar.value = 1;
      state.textContent = fine ? form.dataset.there : wrong.join(" ") || form.dataset.lost;
      resolve({ page, fine, said: fine ? "" : state.textContent });
    });
    request.open("POST", form.action);
    request.responseType = "document";
    request.send(body);
  });

const send = async (form, files) => {
  form.querySelector(".coming").replaceChildren();
  form.setAttribute("aria-busy", "true");
  const rows = files.map((file) => coming(form, file));
  const wrong = [];
  let page = null;
  for (const [at, file] of files.entries()) {
    const answer = await sent(form, file, rows[at]);
    page = answer.page?.querySelector("[data-drop]") ? answer.page : page;
    if (answer.said) wrong.push(answer.said);
  }
  form.removeAttribute("aria-busy");
  if (!page) return;
  const main = document.adoptNode(page.getElementById("main"));
  main.querySelector("#f-pictures-error").replaceChildren(
    ...wrong.map((words) => Object.assign(document.createElement("p"), { className: "error", textContent: words })),
  );
  document.getElementById("main").replaceWith(main);
  window.htmx?.process(main);
  main.querySelector("#f-pictures").focus();
};

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-drop]");
  if (!form) return;
  event.preventDefault();
  send(form, [...form.elements.pictures.files]);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-drop]");
  if (form && event.target.type === "file" && event.target.files.length) form.requestSubmit();
});

// A picture is taken by its view and put where another one is.
let dragged = null;
const marked = (name, element) => {
  document.querySelectorAll(`[data-${name}]`).forEach((one) => one.removeAttribute(`data-${name}`));
  element?.setAttribute(`data-${name}`, "");
};

document.addEventListener("pointerdown", (event) => {
  const view = event.target.closest("[data-shots] .shot-view");
  if (view) view.draggable = true;
});

document.addEventListener("dragstart", (event) => {
  const view = event.target.closest?.(".shot-view");
  if (!view) return;
  dragged = view.closest(".shot");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.id);
  marked("dragged", dragged);
});

document.addEventListener("dragover", (event) => {
  const shot = dragged && event.target.closest?.(".shot");
  const form = !dragged && event.dataTransfer.types.includes("Files") && event.target.closest?.("[data-drop]");
  if (!shot && !form) return;
  event.preventDefault();
  if (shot) marked("target", shot === dragged ? null : shot);
  if (form) marked("over", form);
});

document.addEventListener("dragleave", (event) => {
  if (event.target.matches?.("[data-drop]")) marked("over", null);
});

document.addEventListener("drop", (event) => {
  const shot = dragged && event.target.closest?.(".shot");
  const form = !dragged && event.target.closest?.("[data-drop]");
  if (shot && shot !== dragged) {
    event.preventDefault();
    const button = dragged.querySelector("[data-place-of-drop]");
    button.value = shot.dataset.place;
    button.click(); // htmx sends along what was pressed
  } else if (form && event.dataTransfer.files.length) {
    event.preventDefault();
    send(form, [...event.dataTransfer.files]);
  }
  marked("over", null);
});

document.addEventListener("dragend", () => {
  dragged = null;
  marked("dragged", null);
  marked("target", null);
});
