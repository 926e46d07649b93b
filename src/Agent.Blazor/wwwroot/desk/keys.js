// One key, one button: a button with data-key="Shift+F2" is pressed by it, wherever the cursor is; a list is opened.

export function listen() {
  const stop = new AbortController();
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.isComposing) return; // an input method is asking: the key is its own
    if (event.ctrlKey && event.key === "ArrowDown") {
      event.preventDefault();
      nextMissing();
      return;
    }
    const key = (event.ctrlKey ? "Ctrl+" : "") + (event.shiftKey ? "Shift+" : "") + event.key;
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.disabled) return;
    if (target instanceof HTMLSelectElement) open(target);
    else if (target instanceof HTMLInputElement) target.focus();
    else target.click();
  }, { signal: stop.signal });
  const said = document.querySelector(".transcript .said");
  const toEnd = () => { if (!said.matches(":hover") && performance.now() > Number(said.dataset.still ?? 0)) said.scrollTop = said.scrollHeight; };
  const follow = new MutationObserver(toEnd), room = new ResizeObserver(toEnd); // a card above the words takes room from them
  if (said) {
    follow.observe(said, { childList: true, subtree: true, characterData: true });
    room.observe(said);
  }
  const unsent = guard();
  return { stop: () => { stop.abort(); follow.disconnect(); room.disconnect(); unsent(); } };
}

/** Puts the cursor into a field. */
export function focus(id) {
  const field = document.getElementById(id);
  field?.focus();
  field?.setSelectionRange?.(field.value.length, field.value.length);
}

/** The next field of the ticket that is needed and empty. */
function nextMissing() {
  const needed = [...document.querySelectorAll(".ticket-form .line.needed :is(input, select, textarea)")];
  const here = needed.indexOf(document.activeElement);
  const missing = [...needed.slice(here + 1), ...needed.slice(0, Math.max(here, 0))].find((field) => !field.value);
  (missing ?? document.getElementById("text"))?.focus();
}

// What is typed while the page has no host is kept in this tab alone and sent when there is one again, after a reload too.
function guard() {
  const stop = new AbortController();
  const modal = document.getElementById("components-reconnect-modal");
  const away = () => modal?.matches(".components-reconnect-show, .components-reconnect-retrying, .components-reconnect-paused, .components-reconnect-failed, .components-reconnect-rejected");
  const key = () => "unsent:" + document.querySelector("[data-draft]")?.dataset.draft;
  const fields = () => JSON.parse(sessionStorage.getItem(key()) ?? "{}");
  document.addEventListener("input", (event) => {
    if (!away() || !event.target.closest(".lines") || !event.target.id) return;
    sessionStorage.setItem(key(), JSON.stringify({ ...fields(), [event.target.id]: event.target.value }));
  }, { signal: stop.signal });
  const send = () => {
    for (const [id, value] of Object.entries(fields())) {
      const field = document.getElementById(id);
      if (!field) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    sessionStorage.removeItem(key());
  };
  const back = new MutationObserver(() => {
    if (modal.matches(".components-reconnect-rejected")) location.reload(); // a host is there and knows nothing of this page: what was typed is kept
    else if (!away()) send();
  });
  if (modal) back.observe(modal, { attributes: true, attributeFilter: ["class"] });
  send();
  return () => { stop.abort(); back.disconnect(); };
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
