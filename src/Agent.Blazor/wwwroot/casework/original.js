/** Saves what may be read for a purpose alone; false where it may not be had. */
export async function save(address, name, purpose) {
  const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ purpose }) });
  if (!answer.ok) return false;
  const url = URL.createObjectURL(await answer.blob());
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser reads it after the click
  return true;
}
