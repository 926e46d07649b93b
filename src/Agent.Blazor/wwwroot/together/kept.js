// Keeps what is typed into a form: saved every two seconds by a request of its own, so that neither a lost connection of the page
// nor a host that starts again loses it; what could not be saved is tried again. Filled in again when the form is shown again.

const every = 2000;
const memory = new Map(); // by address: newer than what the host gave, when the form is made again while one types

export function keep(place, address, kept, page) {
  const fields = () => place.querySelectorAll("input, select, textarea");
  const keyOf = (field) => field.type === "file" || field.type === "password" ? "" : field.type === "radio" ? `${field.name}=${field.value}` : field.id || field.name;
  const values = { ...kept, ...memory.get(address) };
  const wanted = new Map(Object.entries(values));
  const watching = new MutationObserver(fill);
  let here = null, away = null, timer = null, saving = Promise.resolve(), changed = false, writing = false, over = false;

  fill();
  watching.observe(place, { childList: true, subtree: true });
  place.addEventListener("input", typed);
  place.addEventListener("change", typed);
  place.addEventListener("focusin", came);
  place.addEventListener("focusout", left);
  addEventListener("pagehide", leave);

  /** Fields appear one after another: a choice shows the next. */
  function fill() {
    for (const field of fields()) {
      const key = keyOf(field);
      if (!wanted.has(key)) continue;
      const value = wanted.get(key);
      wanted.delete(key);
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.checked === (value === "on")) continue;
        field.checked = value === "on";
      } else if (field.value === value) continue;
      else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  /** Which field the cursor is in, for the others at the ticket; from one field to the next is one news. */
  function came(event) {
    clearTimeout(away);
    const field = event.target, id = keyOf(field).split("=")[0];
    if (id && field.matches("input, select, textarea")) at(id, (field.type === "radio" ? field.closest("fieldset")?.querySelector("legend") : field.labels?.[0])?.textContent.replace("*", "").trim() ?? "");
  }

  function left() {
    clearTimeout(away);
    away = setTimeout(() => at(null, null), 300);
  }

  function at(id, label) {
    if (here === id || over) return;
    here = id;
    page.invokeMethodAsync("In", id, label).catch(() => { }); // the page may have lost its host
  }

  function typed(event) {
    if (!event.isTrusted || over) return; // what we filled in ourselves
    const field = event.target;
    if (!keyOf(field)) return;
    values[keyOf(field)] = field.type === "radio" || field.type === "checkbox" ? (field.checked ? "on" : "") : field.value;
    if (field.type === "radio") for (const other of fields()) if (other.type === "radio" && other !== field && other.name === field.name) values[keyOf(other)] = "";
    memory.set(address, { ...values });
    changed = true;
    tell(true);
    timer ??= setTimeout(save, every);
  }

  function save() {
    timer = null;
    if (!changed || over) return saving;
    changed = false;
    saving = send().catch(() => {
      changed = true;
      if (!over) timer ??= setTimeout(save, every);
    }).then(() => changed || over ? undefined : rest());
    return saving;
  }

  function rest() {
    setTimeout(() => { if (!changed) tell(false); }, 5 * every);
  }

  async function send(keepalive = false) {
    const answer = await fetch(address, { method: "PUT", keepalive, headers: { "Content-Type": "application/json" }, body: JSON.stringify({ values }) });
    if (answer.status >= 500) throw new Error("not saved");
  }

  function leave() {
    if (changed && !over) send(true).catch(() => { });
  }

  function tell(now) {
    if (writing === now || over) return;
    writing = now;
    page.invokeMethodAsync("Writing", now).catch(() => { }); // the page may have lost its host
  }

  return {
    flush: () => { clearTimeout(timer); return save(); },
    forget: () => { over = true; clearTimeout(timer); memory.delete(address); return saving; },
    /** Names of others at the fields they are in. */
    mark: (marks) => {
      for (const old of place.querySelectorAll("[data-with]")) delete old.dataset.with;
      for (const { field, name } of marks) {
        const box = (place.querySelector(`#${CSS.escape(field)}`) ?? place.querySelector(`[name="${CSS.escape(field)}"]`))?.closest(".field, fieldset");
        if (box) box.dataset.with = box.dataset.with ? `${box.dataset.with}、${name}` : name;
      }
    },
    stop: () => {
      at(null, null);
      tell(false);
      clearTimeout(away);
      watching.disconnect();
      removeEventListener("pagehide", leave);
      if (changed && !over) send().catch(() => { });
      clearTimeout(timer);
      over = true;
    },
  };
}
