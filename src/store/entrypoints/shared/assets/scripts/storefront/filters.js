// On a phone the filters are a sheet over the goods: asking for what fits closes it.
document.addEventListener("submit", (event) => {
  const sheet = event.target.closest("#filters");
  if (sheet?.matches(":popover-open")) sheet.hidePopover();
});
