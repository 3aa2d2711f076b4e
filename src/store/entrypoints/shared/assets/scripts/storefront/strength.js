// How good a password is, while it is typed: by its length and the kinds of its signs. The shop itself looks it up in
// lists as well, once it is sent.
const sentence = 16;
const shortest = 8;
const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];

const strength = (password) => {
  const long = [...password.trim()].length;
  const used = kinds.filter((kind) => kind.test(password)).length;
  if (long < sentence && (long < shortest || used < kinds.length)) return 0;
  const bits = new Set(password).size * (1 + used / 2) + long;
  return bits < 32 ? 1 : bits < 38 ? 2 : bits < 46 ? 3 : 4;
};

for (const shown of document.querySelectorAll("[data-strength]")) {
  const words = shown.dataset.words.split("|");
  const [meter, said] = [shown.querySelector("meter"), shown.querySelector("span")];
  document.getElementById(shown.dataset.strength)?.addEventListener("input", ({ target }) => {
    shown.hidden = !target.value;
    meter.value = strength(target.value) || 0.4;
    said.textContent = words[strength(target.value)];
  });
}
