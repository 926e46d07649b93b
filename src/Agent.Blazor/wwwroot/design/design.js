// What the browser alone can do for the components of Design: modal dialogs, and keys that would scroll or submit.

export function show(dialog) {
  if (!dialog || dialog.open) return; // a component may be gone before its script has come
  dialog.showModal();
  dialog.querySelector("input, select, textarea")?.focus();
}

/** The browser puts the cursor back where it was before. */
export function hide(dialog) {
  if (dialog?.open) dialog.close();
}

/** Arrow keys choose instead of scrolling; Enter chooses instead of submitting while a list is open. The server hears of every key. */
export function guard(element) {
  if (!element) return;
  const moves = { tabs: ["ArrowLeft", "ArrowRight", "Home", "End"], list: ["ArrowUp", "ArrowDown"] }[element.dataset.guard] ?? [];
  element.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = event.target.getAttribute("aria-expanded") === "true" && event.target.getAttribute("aria-activedescendant");
    const chooses = open && (event.key === "Enter" || (element.dataset.tree !== undefined && ["ArrowLeft", "ArrowRight"].includes(event.key)));
    if (moves.includes(event.key) || chooses) event.preventDefault();
    if (event.key === "Escape" && event.target.getAttribute("aria-expanded") === "true") {
      event.preventDefault(); // closes the list and not the dialog around it
      event.stopPropagation();
      element.querySelector("[data-close]")?.click();
    }
  });
}

export function focus(element) {
  element?.focus();
}

/** The option the arrow keys are on stays in sight. */
export function follow(id) {
  document.getElementById(id)?.scrollIntoView({ block: "nearest" });
}

/** What was chosen in a list stands beside it, on a phone below: the cursor goes there, and Escape brings it back to the list. */
export function reveal(id) {
  const chosen = document.getElementById(id);
  if (!chosen) return;
  if (window.innerWidth <= 800) chosen.scrollIntoView({ block: "start" });
  chosen.focus({ preventScroll: true });
  chosen.onkeydown = (event) => {
    if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented && !event.target.closest("dialog")) focusFirst("tr[aria-selected=true] .pick");
  };
}

/** The cursor goes to the first of these places that is there. */
export function focusFirst(...places) {
  for (const place of places) {
    const found = document.querySelector(place);
    if (found) return found.focus();
  }
}

export function print() {
  window.print();
}
