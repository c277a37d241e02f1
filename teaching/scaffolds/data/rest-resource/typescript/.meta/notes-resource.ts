/** Notes as a REST resource, apart from any framework: a request in, a reply out, every refusal a status of its own. */

/** What a framework hands over of a request. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly ifMatch?: string;
}

/** What a framework sends back. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What a client may set. */
export interface NoteFields {
  readonly title: string;
  readonly text: string;
}

/** A note as it is stored; its version grows by one with each change. */
export interface Note extends NoteFields {
  readonly id: string;
  readonly version: number;
}

/** A refusal: its status, and in words what to send instead. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;
  readonly details: readonly string[];

  constructor(status: number, message: string, details: readonly string[] = []) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

/** The most characters of a title. */
export const TITLE_LIMIT = 80;

/** The entity tag of a note, in its double quotes. */
export function etagOf(note: Note): string {
  return `"${note.version}"`;
}

/**
 * The fields of a body, or all that is wrong with it at once.
 *
 * @param body - whatever JSON the client sent; unknown keys are dropped, the title's outer spaces too
 * @returns title and text; a missing text is the empty one
 * @throws HttpError 422 with one line in `details` for each faulty field, beginning with the field's name
 */
export function readFields(body: unknown): NoteFields {
  const { title, text = "" } = membersOf(body);
  if (isTitle(title) && typeof text === "string") {
    return { title: title.trim(), text };
  }
  const details = [
    ...(isTitle(title) ? [] : [`title: a text of 1 to ${TITLE_LIMIT} characters`]),
    ...(typeof text === "string" ? [] : ["text: a text, or nothing"]),
  ];
  throw new HttpError(422, "The note cannot be stored as it is.", details);
}

/** Whether a value may be a title: outer spaces do not count. */
export function isTitle(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && value.trim().length <= TITLE_LIMIT;
}

/** What an object has, by name; of anything else nothing. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** The notes of one user, and what HTTP lets be done with them. */
export class NotesResource {
  readonly notes: Map<string, Note>;
  readonly newId: () => string;

  /**
   * @param newId - gives an id that no note has
   * @param notes - those that there are already
   */
  constructor(newId: () => string, notes: readonly Note[] = []) {
    this.newId = newId;
    this.notes = new Map(notes.map((note) => [note.id, note]));
  }

  /**
   * Answer a request; a refusal becomes a reply, any other error is the caller's to log.
   *
   * @param request - for `/notes` or `/notes/ID`
   */
  handle(request: HttpRequest): HttpReply {
    try {
      return this.route(request);
    } catch (error) {
      if (error instanceof HttpError) {
        const body = { title: error.message, status: error.status, details: error.details };
        return { status: error.status, headers: { "content-type": "application/problem+json" }, body };
      }
      throw error;
    }
  }

  /**
   * Store a new note, in its first version.
   *
   * @returns 201 with the note, where it lies (`location`) and its `etag`
   */
  create(fields: NoteFields): HttpReply {
    const note: Note = { ...fields, id: this.newId(), version: 1 };
    this.notes.set(note.id, note);
    return { status: 201, headers: { location: `/notes/${note.id}`, etag: etagOf(note) }, body: note };
  }

  /**
   * Put new fields in the place of a note's, unless somebody else changed it meanwhile.
   *
   * @param id - of a note that there is
   * @param fields - the new ones
   * @param ifMatch - the entity tag that the client saw last
   * @returns 200 with the note in its next version, and its `etag`
   * @throws HttpError 404 without such a note, 428 without a tag, 412 with the tag of another version
   */
  replace(id: string, fields: NoteFields, ifMatch: string | undefined): HttpReply {
    const before = this.existing(id);
    if (ifMatch === undefined) {
      throw new HttpError(428, "Say in If-Match which version you saw.");
    }
    if (ifMatch !== etagOf(before)) {
      throw new HttpError(412, "The note has changed; read it again.");
    }
    const note: Note = { ...fields, id, version: before.version + 1 };
    this.notes.set(id, note);
    return { status: 200, headers: { etag: etagOf(note) }, body: note };
  }

  /**
   * The note with an id.
   *
   * @throws HttpError 404 without one
   */
  existing(id: string): Note {
    const note = this.notes.get(id);
    if (note === undefined) {
      throw new HttpError(404, `There is no note ${id}.`);
    }
    return note;
  }

  private route(request: HttpRequest): HttpReply {
    const [, collection, id, ...rest] = request.path.split("/");
    if (collection !== "notes" || id === "" || rest.length > 0) {
      throw new HttpError(404, "Only /notes and /notes/ID are served here.");
    }
    switch (`${request.method} ${id === undefined ? "all" : "one"}`) {
      case "GET all":
        return { status: 200, headers: {}, body: [...this.notes.values()] };
      case "POST all":
        return this.create(readFields(request.body));
      case "GET one":
        return this.found(this.existing(id ?? ""));
      case "PUT one":
        return this.replace(id ?? "", readFields(request.body), request.ifMatch);
      default:
        throw new HttpError(405, id === undefined ? "Use GET or POST here." : "Use GET or PUT here.");
    }
  }

  private found(note: Note): HttpReply {
    return { status: 200, headers: { etag: etagOf(note) }, body: note };
  }
}
