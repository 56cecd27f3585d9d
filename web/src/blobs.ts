// Bytes that outlive the tab, in IndexedDB. Where that is not to be had (private windows), nothing is kept and nothing breaks.

const storeName = "blobs";

export class Blobs {
  private readonly database: Promise<IDBDatabase | null> = new Promise((resolve) => {
    try {
      const request = indexedDB.open("callboard", 1);
      request.onupgradeneeded = () => request.result.createObjectStore(storeName);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
    } catch {
      resolve(null);
    }
  });

  async get(key: string): Promise<Uint8Array> {
    const database = await this.database;
    if (!database) return new Uint8Array();
    return new Promise((resolve) => {
      const request = database.transaction(storeName).objectStore(storeName).get(key);
      request.onsuccess = () => resolve(request.result instanceof Uint8Array ? request.result : new Uint8Array());
      request.onerror = () => resolve(new Uint8Array());
    });
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const database = await this.database;
    database?.transaction(storeName, "readwrite").objectStore(storeName).put(bytes, key);
  }

  async remove(key: string): Promise<void> {
    const database = await this.database;
    database?.transaction(storeName, "readwrite").objectStore(storeName).delete(key);
  }
}
