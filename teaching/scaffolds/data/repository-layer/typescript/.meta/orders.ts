/** Orders behind an interface: the domain asks for what it needs, and an in-memory store stands in for a database. */

/** Where an order is on its way. */
export type OrderStatus = "open" | "paid" | "shipped";

/** One order; money is in cents. The version counts the times that it was stored. */
export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly totalCents: number;
  readonly status: OrderStatus;
  readonly version: number;
}

/** What to look for; what is left out does not matter. */
export interface OrderFilter {
  readonly customer?: string;
  readonly statuses?: readonly OrderStatus[];
  readonly minCents?: number;
}

/** Anything that a store refuses. */
export class StoreError extends Error {
  override readonly name: string = "StoreError";
}

/** There is no such order. */
export class NotFoundError extends StoreError {
  override readonly name = "NotFoundError";
}

/** Somebody else stored the order since it was read. */
export class ConflictError extends StoreError {
  override readonly name = "ConflictError";
}

/** All that the domain knows about storage. */
export interface OrderRepository {
  /** The order with an id; rejects with NotFoundError. */
  get(id: string): Promise<Order>;
  /** Store an order that is new or was read before; rejects with ConflictError. */
  save(order: Order): Promise<Order>;
  /** The orders that fit, by id. */
  find(filter: OrderFilter): Promise<readonly Order[]>;
  /** Do all of the work or none of it. */
  atomically<Result>(work: (orders: OrderRepository) => Promise<Result>): Promise<Result>;
}

/**
 * Whether an order fits every part of a filter.
 *
 * @param order - any
 * @param filter - its empty list of statuses fits no order; one that is left out fits all
 */
export function fits(order: Order, filter: OrderFilter): boolean {
  const { customer = order.customer, statuses = [order.status], minCents = order.totalCents } = filter;
  return order.customer === customer && statuses.includes(order.status) && order.totalCents >= minCents;
}

/** A store for tests and first steps; it lives as long as the process. */
export class InMemoryOrders implements OrderRepository {
  /** What is stored, by id; replaced as a whole by a roll-back. */
  rows: Map<string, Order>;

  constructor(orders: readonly Order[] = []) {
    this.rows = new Map(orders.map((order) => [order.id, order]));
  }

  async get(id: string): Promise<Order> {
    const found = this.rows.get(id);
    if (found === undefined) {
      throw new NotFoundError(`There is no order ${id}.`);
    }
    return found;
  }

  /**
   * Store an order in its next version.
   *
   * @param order - its version is 0 when it is new, else the one that was read
   * @returns the order as it is stored now
   * @throws ConflictError where another version is stored, or none although one was read
   */
  async save(order: Order): Promise<Order> {
    const stored = this.rows.get(order.id)?.version ?? 0;
    if (stored !== order.version) {
      throw new ConflictError(`Order ${order.id} is at version ${stored}, not ${order.version}; read it again.`);
    }
    const saved = { ...order, version: stored + 1 };
    this.rows.set(saved.id, saved);
    return saved;
  }

  async find(filter: OrderFilter): Promise<readonly Order[]> {
    const found = [...this.rows.values()].filter((order) => fits(order, filter));
    return found.sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /**
   * Do all of the work, or leave everything as it was.
   *
   * @param work - gets this store; whatever it rejects with is passed on after the roll-back
   * @returns what the work returns
   */
  async atomically<Result>(work: (orders: OrderRepository) => Promise<Result>): Promise<Result> {
    const before = new Map(this.rows);
    try {
      return await work(this);
    } catch (error) {
      this.rows = before;
      throw error;
    }
  }
}

/**
 * Mark an order as paid.
 *
 * @param orders - any store
 * @param id - of an open order
 * @throws StoreError where the order is not open
 */
export async function pay(orders: OrderRepository, id: string): Promise<Order> {
  const order = await orders.get(id);
  if (order.status !== "open") {
    throw new StoreError(`Order ${id} is ${order.status} already.`);
  }
  return orders.save({ ...order, status: "paid" });
}
