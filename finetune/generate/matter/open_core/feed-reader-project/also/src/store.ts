/** Keeps the ids that were read. */

export interface Store {
  load(): readonly string[];
  save(ids: readonly string[]): void;
}

export class MemoryStore implements Store {
  #ids: readonly string[] = [];

  load(): readonly string[] {
    return this.#ids;
  }

  save(ids: readonly string[]): void {
    this.#ids = [...ids];
  }
}
