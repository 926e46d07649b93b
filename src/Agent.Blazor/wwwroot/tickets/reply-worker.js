// Opens the page of one reply while there is no line (DEP-4). Its scope is that one address; what it may open was kept by the page itself
// (departments/offline.js), for the clerk who had it open. Whatever else a page asks for goes its usual way, and nothing of the API is kept.

const shelf = "hotline-reply";
const days = 3;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", event => {
  const request = event.request, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin || address.pathname.startsWith("/api/")) return;
  event.respondWith(request.mode === "navigate" ? page(request) : part(request));
});

// Where there is a line, the host decides what is shown: who may not see the ticket any more finds nothing kept of it either.
async function page(request) {
  try {
    const answer = await fetch(request);
    if (answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500)) await (await caches.open(shelf)).delete(request, { ignoreSearch: true, ignoreVary: true });
    return answer;
  } catch {
    const kept = await (await caches.open(shelf)).match(request, { ignoreSearch: true, ignoreVary: true });
    return kept && Date.now() - Date.parse(kept.headers.get("date")) < days * 86400000 ? kept : Response.error();
  }
}

async function part(request) {
  try {
    return await fetch(request);
  } catch {
    return await (await caches.open(shelf)).match(request, { ignoreVary: true }) ?? Response.error();
  }
}
