/** What can go wrong here, by kind: whoever catches one knows what to do about it. */

/** Everything that this framework throws on purpose. */
export class ShopTestError extends Error {
  override name = "ShopTestError";
}

/** A story that cannot be read; the message begins with its place. */
export class StoryError extends ShopTestError {
  override name = "StoryError";
}

/** A step that means nothing, or more than one thing. */
export class StepError extends ShopTestError {
  override name = "StepError";
}

/** The shop, or whatever we ask, did not answer as it should. */
export class ApiError extends ShopTestError {
  override name = "ApiError";
}

/** A picture that cannot be read or compared. */
export class PictureError extends ShopTestError {
  override name = "PictureError";
}

/** A page does not show what it should. */
export class PageError extends ShopTestError {
  override name = "PageError";
}

/** The history of runs cannot be read. */
export class HistoryError extends ShopTestError {
  override name = "HistoryError";
}
