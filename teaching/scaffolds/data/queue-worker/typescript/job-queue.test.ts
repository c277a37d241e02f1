import { expect, it } from "vitest";

import { FIRST_RETRY_MS, type Job, JobQueue, StaleReceiptError, workOnce } from "your_package/job-queue.js";

const NOW = 10_000;
const WAITING: Job = { id: "a", payload: "send", attempts: 0, visibleAt: NOW };
const TAKEN = { ...WAITING, attempts: 1, visibleAt: NOW + 500, receipt: "r1" };

function queueOf(jobs: readonly Job[], now = NOW): JobQueue {
  let receipts = 0;
  const newReceipt = (): string => `new-${(receipts += 1)}`;
  return new JobQueue({ now: () => now, newReceipt, visibilityMs: 500, maxAttempts: 3 }, jobs);
}

function isStale(call: () => void): boolean {
  try {
    call();
  } catch (error) {
    if (error instanceof StaleReceiptError) {
      return true;
    }
    throw error;
  }
  return false;
}

it("takes the job that came first", () => {
  expect(queueOf([WAITING, { ...WAITING, id: "b" }]).take()?.id).toBe("a");
});

it("gives a job that was taken an attempt more, a receipt and its visibility time", () => {
  const queue = queueOf([WAITING]);
  const taken = { ...WAITING, attempts: 1, visibleAt: NOW + 500, receipt: "new-1" };
  expect(queue.take()).toEqual(taken);
  expect(queue.jobs.get("a")).toEqual(taken);
});

it("hides a job that was taken from the next worker", () => {
  const queue = queueOf([WAITING]);
  queue.take();
  expect(queue.take()).toBeUndefined();
});

it("gives a job again, with another receipt, when its visibility time is over", () => {
  expect(queueOf([TAKEN], NOW + 499).take()).toBeUndefined();
  expect(queueOf([TAKEN], NOW + 500).take()).toMatchObject({ id: "a", attempts: 2, receipt: "new-1" });
});

it("takes no job that was given up", () => {
  expect(queueOf([{ ...WAITING, dead: true }]).take()).toBeUndefined();
});

it("removes a job that is done", () => {
  const queue = queueOf([TAKEN]);
  queue.acknowledge(TAKEN);
  expect(queue.jobs.size).toBe(0);
});

it("keeps a job that somebody else has by now", () => {
  const queue = queueOf([{ ...TAKEN, receipt: "r2" }]);
  expect(isStale(() => queue.acknowledge(TAKEN))).toBe(true);
  expect(queue.jobs.size).toBe(1);
});

it("says that a job is gone when it is finished twice", () => {
  expect(isStale(() => queueOf([]).acknowledge(TAKEN))).toBe(true);
});

it("makes a job wait after a failure, twice as long each time", () => {
  const queue = queueOf([TAKEN]);
  queue.giveBack(TAKEN);
  expect(queue.jobs.get("a")?.visibleAt).toBe(NOW + FIRST_RETRY_MS);
  queue.giveBack({ ...TAKEN, attempts: 2 });
  expect(queue.jobs.get("a")?.visibleAt).toBe(NOW + 2 * FIRST_RETRY_MS);
});

it("gives a job up after its last attempt, and keeps it", () => {
  const queue = queueOf([TAKEN]);
  queue.giveBack({ ...TAKEN, attempts: 3 });
  expect(queue.jobs.get("a")).toMatchObject({ dead: true, attempts: 3 });
});

it("leaves no receipt with a job that was given back", () => {
  const queue = queueOf([TAKEN]);
  queue.giveBack(TAKEN);
  expect(queue.jobs.get("a")).not.toHaveProperty("receipt");
});

it("removes a job whose handler finished", async () => {
  const queue = queueOf([WAITING]);
  expect(await workOnce(queue, async () => undefined, () => undefined)).toBe("done");
  expect(queue.jobs.size).toBe(0);
});

it("reports a handler that fails and gives its job back", async () => {
  const queue = queueOf([WAITING]);
  const reported: unknown[] = [];
  const failing = async (): Promise<void> => {
    throw new RangeError("no such address");
  };
  expect(await workOnce(queue, failing, (_job, error) => reported.push(error))).toBe("failed");
  expect(reported).toEqual([new RangeError("no such address")]);
  expect(queue.jobs.get("a")?.attempts).toBe(1);
});

it("keeps what was pushed for the first worker that comes", () => {
  const queue = queueOf([]);
  queue.push("b", "mail");
  expect(queue.jobs.get("b")).toEqual({ id: "b", payload: "mail", attempts: 0, visibleAt: NOW });
});
