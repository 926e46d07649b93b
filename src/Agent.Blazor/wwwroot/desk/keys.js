// One key, one button: a button with data-key="Shift+F2" is pressed by it, wherever the cursor is; a list is opened.

export function listen() {
  const stop = new AbortController();
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.isComposing) return; // an input method is asking: the key is its own
    const key = (event.ctrlKey ? "Ctrl+" : "") + (event.shiftKey ? "Shift+" : "") + event.key;
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.disabled) return;
    if (target instanceof HTMLSelectElement) open(target);
    else target.click();
  }, { signal: stop.signal });
  return { stop: () => stop.abort() };
}

/** Puts the cursor into the first field of a panel. */
export function enter(panel) {
  panel.querySelector(":scope > :not(.card-head) :is(input, select, textarea, button):enabled")?.focus();
}

function open(select) {
  select.focus();
  try {
    select.showPicker();
  } catch {
    // an older browser: the list has the cursor and the arrow keys choose
  }
}
