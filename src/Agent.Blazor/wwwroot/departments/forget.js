// Where somebody signs in, nobody is signed in: pages of replies that were kept for a clerk are taken away. Drafts stay, under their clerk's name.
if ("caches" in self) await caches.delete("hotline-reply");
for (const worker of await navigator.serviceWorker?.getRegistrations() ?? []) await worker.unregister();
