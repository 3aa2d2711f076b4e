// On a phone the filters are a sheet over the goods: asking for what fits closes it.
document.addEventListener("submit", (event) => {
  const sheet = event.target.closest("#filters");
  if (sheet?.matches(":popover-open")) sheet.hidePopover();
});

// The price as a range: its two ends write into the two fields, which are what is asked for.
document.addEventListener("input", (event) => {
  const range = event.target.closest("[data-range]");
  if (!range) return;
  const [low, high] = range.querySelectorAll("input");
  if (+low.value > +high.value) event.target.value = event.target === low ? high.value : low.value;
  for (const end of [low, high]) {
    const bound = end === low ? end.min : end.max;
    document.getElementById(end.dataset.end).value = end.value === bound ? "" : end.value;
  }
});
