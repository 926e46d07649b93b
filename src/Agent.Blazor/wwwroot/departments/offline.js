// Keeps this reply's page, with the styles and scripts it has loaded, so that it opens without a line; and takes it away again.
// Only where the browser has service workers, which is over https or on this machine; without them the page must stay open.

const shelf = "hotline-reply";
const possible = () => "serviceWorker" in navigator && "caches" in self;

export async function keep() {
  if (!possible() || !navigator.onLine) return;
  await navigator.serviceWorker.register("/tickets/reply-worker.js", { scope: location.pathname });
  const parts = performance.getEntriesByType("resource").map(e => new URL(e.name)).filter(a => a.origin === location.origin && /\.(css|js|svg)$/.test(a.pathname));
  await (await caches.open(shelf)).addAll([location.pathname, ...new Set(parts.map(a => a.href))]);
}

/** The reply was sent: nothing is left to open. */
export async function drop() {
  if (!possible()) return;
  await (await caches.open(shelf)).delete(location.pathname);
  await (await navigator.serviceWorker.getRegistration(location.pathname))?.unregister();
}
