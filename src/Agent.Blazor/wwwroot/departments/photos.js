// Photographs that wait for a line, in IndexedDB: local storage holds texts only.
const open = () => new Promise((tell, fail) => {
  const asked = indexedDB.open("hotline-replies", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("photos");
  asked.onsuccess = () => tell(asked.result);
  asked.onerror = () => fail(asked.error);
});

async function use(mode, deed) {
  const db = await open();
  try {
    return await new Promise((tell, fail) => {
      const done = db.transaction("photos", mode), asked = deed(done.objectStore("photos"));
      done.oncomplete = () => tell(asked.result);
      done.onerror = () => fail(done.error);
    });
  } finally {
    db.close();
  }
}

// The files chosen for one reply take the place of those before.
export async function keepPhotos(name, files) {
  const photos = [];
  for (const file of files) photos.push({ file: new File([await file.arrayBuffer()], file.name, { type: file.type }), at: new Date(file.lastModified).toISOString() });
  await use("readwrite", store => store.put(photos, name));
}

export const photosOf = async name => await use("readonly", store => store.get(name)) ?? [];

export const dropPhotos = name => use("readwrite", store => store.delete(name));
