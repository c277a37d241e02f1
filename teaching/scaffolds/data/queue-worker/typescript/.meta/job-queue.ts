/** A job queue that loses nothing: a job that a worker took and never finished comes back, and gives up in the end. */

/** A job as it is stored; times are in milliseconds. */
export interface Job {
  readonly id: string;
  readonly payload: string;
  /** How often it was taken. */
  readonly attempts: number;
  /** Nobody is given it before this time. */
  readonly visibleAt: number;
  /** Proof of who has it now; each taking gives a new one. */
  readonly receipt?: string;
  /** It was given up, and waits for a person. */
  readonly dead?: boolean;
}

/** A job in the hands of a worker. */
export type TakenJob = Job & { readonly receipt: string };

/** How a queue deals with its jobs. */
export interface QueueOptions {
  /** The clock, in milliseconds. */
  readonly now: () => number;
  /** Gives a receipt that nobody has. */
  readonly newReceipt: () => string;
  /** How long a worker has a job for itself. */
  readonly visibilityMs: number;
  /** How often a job is tried before it is given up. */
  readonly maxAttempts: number;
}

/** A worker finishes a job that is no longer its own. */
export class StaleReceiptError extends Error {
  override readonly name = "StaleReceiptError";
}

/** The wait before a job's second attempt; each further one is twice as long. */
export const FIRST_RETRY_MS = 1000;

/** The jobs that are waiting, taken or given up, in the order in which they came. */
export class JobQueue {
  readonly options: QueueOptions;
  readonly jobs: Map<string, Job>;

  constructor(options: QueueOptions, jobs: readonly Job[] = []) {
    this.options = options;
    this.jobs = new Map(jobs.map((job) => [job.id, job]));
  }

  /** Add a job that may be taken at once; one with the same id is replaced. */
  push(id: string, payload: string): void {
    this.jobs.set(id, { id, payload, attempts: 0, visibleAt: this.options.now() });
  }

  /**
   * Take the job that came first of those that are visible, and hide it from all others for the visibility time.
   *
   * @returns the job with one attempt more and a receipt of its own; nothing where none is visible
   */
  take(): TakenJob | undefined {
    const now = this.options.now();
    const next = [...this.jobs.values()].find((job) => !job.dead && job.visibleAt <= now);
    if (next === undefined) {
      return undefined;
    }
    const visibleAt = now + this.options.visibilityMs;
    const taken = { ...next, attempts: next.attempts + 1, visibleAt, receipt: this.options.newReceipt() };
    this.jobs.set(taken.id, taken);
    return taken;
  }

  /**
   * Remove a job that is done.
   *
   * @throws StaleReceiptError where somebody else has taken it meanwhile, or it is gone
   */
  acknowledge(job: TakenJob): void {
    if (this.jobs.get(job.id)?.receipt !== job.receipt) {
      throw new StaleReceiptError(`Job ${job.id} is no longer yours: its visibility time was over.`);
    }
    this.jobs.delete(job.id);
  }

  /**
   * Put a job back after a failure: to be tried later, or given up after its last attempt.
   *
   * @param job - with as many attempts as it has had; its wait begins now, and doubles with each of them
   */
  giveBack(job: TakenJob): void {
    const { receipt: _, ...rest } = job;
    if (job.attempts >= this.options.maxAttempts) {
      this.jobs.set(job.id, { ...rest, dead: true });
      return;
    }
    const wait = FIRST_RETRY_MS * 2 ** (job.attempts - 1);
    this.jobs.set(job.id, { ...rest, visibleAt: this.options.now() + wait });
  }
}

/** What became of one turn of a worker. */
export type Turn = "idle" | "done" | "failed";

/**
 * Take one job and work on it.
 *
 * @param queue - where the job comes from
 * @param handler - does the work; it may be called twice for one job, so that its effect must not depend on that
 * @param report - hears of every failure
 */
export async function workOnce(
  queue: JobQueue,
  handler: (payload: string) => Promise<void>,
  report: (job: Job, error: unknown) => void,
): Promise<Turn> {
  const job = queue.take();
  if (job === undefined) {
    return "idle";
  }
  try {
    await handler(job.payload);
  } catch (error) {
    report(job, error);
    queue.giveBack(job);
    return "failed";
  }
  queue.acknowledge(job);
  return "done";
}
