// What Blazor cannot ask of an element itself.
export function showModal(dialog) {
  if (!dialog.open) dialog.showModal();
}

export function close(dialog) {
  if (dialog.open) dialog.close();
}
