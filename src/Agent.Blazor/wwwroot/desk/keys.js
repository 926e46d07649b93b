// One key, one button: a button with data-key="F2" is pressed by F2, wherever the cursor is.

export function listen() {
  const stop = new AbortController();
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.isComposing) return; // an input method is asking: the key is its own
    const key = (event.ctrlKey ? "Ctrl+" : "") + event.key;
    const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!button) return;
    event.preventDefault();
    if (!button.disabled) button.click();
  }, { signal: stop.signal });
  return { stop: () => stop.abort() };
}
