// Stripe's card form: what is typed into it goes to Stripe, and the shop gets a token that stands for it.
const place = document.querySelector("[data-card]");
if (place) {
  const form = place.closest("form");
  const token = form.elements.payment_token;
  const wrong = document.getElementById("f-payment_token-error");
  const adds = "adds" in place.dataset; // a card that is kept and not charged
  const sums = () => adds ? [1] : form.querySelector("[data-sums]").dataset.sums.split(" ").map(Number); // they move with the country
  const sum = () => sums()[(Number(form.querySelector("[data-choice]:checked")?.dataset.choice) || 1) - 1];
  const elsewhere = () => (form.elements.payment_method?.value || "stripe") !== "stripe" || Boolean(form.elements.card?.value);
  const busy = (is) => form.querySelectorAll("button").forEach((button) => { button.disabled = is; });
  const say = (words) => {
    wrong.textContent = words;
    busy(false);
  };
  const missing = () => {
    place.hidden = true;
    say(wrong.dataset.missing);
  };
  place.querySelector("[data-waiting]").hidden = true;
  if (window.Stripe) {
    const stripe = window.Stripe(place.dataset.key, { locale: place.dataset.locale });
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const elements = stripe.elements({
      ...(adds ? { mode: "setup", setupFutureUsage: "on_session" } : { mode: "payment", amount: sum() || 100 }), currency: place.dataset.currency, paymentMethodTypes: ["card"],
      appearance: { theme: dark ? "night" : "stripe" },
    });
    const card = elements.create("payment", { wallets: { applePay: "never", googlePay: "never" } });
    card.on("loaderror", missing);
    card.mount(place);
    const kept = () => (form.elements.remember_card?.checked ? "on_session" : null);
    if (!adds) form.addEventListener("change", () => elements.update({ amount: sum() || 100, setupFutureUsage: kept() }));
    form.addEventListener("submit", async (event) => {
      if (elsewhere() || token.value || !sum() || event.submitter?.formNoValidate) return;
      event.preventDefault();
      busy(true);
      wrong.textContent = "";
      const checked = await elements.submit();
      if (checked.error) return say(checked.error.message);
      const made = await stripe.createConfirmationToken({ elements, params: { return_url: place.dataset.back } });
      if (made.error) return say(made.error.message);
      token.value = made.confirmationToken.id;
      form.submit();
    });
    // Back from the bank by the browser's own button: that token is spent.
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      token.value = "";
      busy(false);
    });
  } else {
    missing();
  }
}

// The card's bank asks its question in the page.
const bank = document.querySelector("[data-bank-asks]");
if (bank) {
  const { bankAsks: clientSecret, key, back } = bank.dataset;
  if (window.Stripe) {
    window.Stripe(key).handleNextAction({ clientSecret }).finally(() => location.replace(back));
  } else {
    const words = bank.querySelector("[data-said]");
    words.textContent = words.dataset.missing;
  }
}
