import { expect, it } from "vitest";

import { HttpError, type Note, NotesResource, readFields, TITLE_LIMIT } from "your_package/notes-resource.js";

const MILK: Note = { id: "n1", title: "Milk", text: "two litres", version: 3 };
const FIELDS = { title: "Bread", text: "" };

function resource(...notes: readonly Note[]): NotesResource {
  return new NotesResource(() => "n9", notes);
}

/** The refusal of a call, if it was refused; any other error is passed on. */
function refusalOf(call: () => unknown): HttpError | undefined {
  try {
    call();
  } catch (error) {
    if (error instanceof HttpError) {
      return error;
    }
    throw error;
  }
  return undefined;
}

it("the fields of a good body are read, and nothing else of it", () => {
  expect(readFields({ title: " Milk ", text: "two", version: 7 })).toEqual({ title: "Milk", text: "two" });
});

it("a note may be without a text", () => {
  expect(readFields({ title: "Milk" })).toEqual({ title: "Milk", text: "" });
});

it("everything that is wrong with a body is said at once", () => {
  const refusal = refusalOf(() => readFields({ title: " ", text: 7 }));
  expect(refusal?.status).toBe(422);
  expect(refusal?.details.map((line) => line.split(":")[0])).toEqual(["title", "text"]);
});

it("a title that is too long or no text is refused", () => {
  expect(readFields({ title: "x".repeat(TITLE_LIMIT) }).title).toHaveLength(TITLE_LIMIT);
  expect(refusalOf(() => readFields({ title: "x".repeat(TITLE_LIMIT + 1) }))?.status).toBe(422);
  expect(refusalOf(() => readFields({ title: 7 }))?.status).toBe(422);
});

it("a body that is no object is refused and breaks nothing", () => {
  for (const body of [null, undefined, "Milk", 7, []]) {
    expect(refusalOf(() => readFields(body))?.status).toBe(422);
  }
});

it("a new note is answered with 201, its address and its tag", () => {
  const reply = resource().create(FIELDS);
  expect(reply.status).toBe(201);
  expect(reply.headers).toEqual({ location: "/notes/n9", etag: '"1"' });
  expect(reply.body).toEqual({ ...FIELDS, id: "n9", version: 1 });
});

it("a new note is stored", () => {
  const notes = resource();
  notes.create(FIELDS);
  expect(notes.existing("n9").title).toBe("Bread");
});

it("who saw the last version may replace it, and gets the next one", () => {
  const notes = resource(MILK);
  const reply = notes.replace("n1", FIELDS, '"3"');
  expect(reply).toMatchObject({ status: 200, headers: { etag: '"4"' }, body: { id: "n1", title: "Bread" } });
  expect(notes.existing("n1").version).toBe(4);
});

it("who saw an older version does not overwrite what others wrote", () => {
  const notes = resource(MILK);
  expect(refusalOf(() => notes.replace("n1", FIELDS, '"2"'))?.status).toBe(412);
  expect(notes.existing("n1")).toEqual(MILK);
});

it("replacing without a tag is refused with 428", () => {
  expect(refusalOf(() => resource(MILK).replace("n1", FIELDS, undefined))?.status).toBe(428);
});

it("replacing a note that is not there is 404, with or without a tag", () => {
  expect(refusalOf(() => resource().replace("n1", FIELDS, '"1"'))?.status).toBe(404);
  expect(refusalOf(() => resource().replace("n1", FIELDS, undefined))?.status).toBe(404);
});

it("a refusal is answered as a problem document", () => {
  const reply = resource().handle({ method: "GET", path: "/notes/n1" });
  expect(reply.headers["content-type"]).toBe("application/problem+json");
  expect(reply).toMatchObject({ status: 404, body: { status: 404 } });
});

it("an unknown method is 405, and an unknown path 404", () => {
  expect(resource().handle({ method: "DELETE", path: "/notes" }).status).toBe(405);
  expect(resource().handle({ method: "GET", path: "/users" }).status).toBe(404);
});

it("a note that was posted can be read under its address", () => {
  const notes = resource();
  const posted = notes.handle({ method: "POST", path: "/notes", body: { title: "Bread" } });
  expect(notes.handle({ method: "GET", path: posted.headers["location"] ?? "" }).body).toEqual(posted.body);
});
