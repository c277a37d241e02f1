/** Runs so many tasks at once, and the rest after them. */
export class Queue {
  #waiting = [];
  #running = 0;

  constructor(most) {
    this.most = most;
  }

  /** Takes a task on; resolves with what it gives. */
  add(task) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, resolve, reject });
      this.#next();
    });
  }

  async #next() {
    if (this.#running >= this.most || !this.#waiting.length) return;
    const { task, resolve, reject } = this.#waiting.shift();
    this.#running += 1;
    try {
      resolve(await task());
    } catch (error) {
      reject(error);
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }
}

/** Tries again until it works, so many times. */
export async function retry(task, times) {
  let last;
  for (let count = 0; count < times; count++) {
    try {
      return await task(count);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

export async function* chunks(items, size) {
  let chunk = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length) yield chunk;
}
