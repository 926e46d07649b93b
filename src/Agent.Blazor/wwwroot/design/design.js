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

/** On a phone what was chosen stands below the list: it comes into sight. */
export function reveal(id) {
  if (window.innerWidth <= 800) document.getElementById(id)?.scrollIntoView({ block: "start" });
}

export function print() {
  window.print();
}
