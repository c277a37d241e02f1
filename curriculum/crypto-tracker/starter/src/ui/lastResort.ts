/** What is shown of an error that nothing else caught; plain DOM, because React may be gone by then. */

import { messageOf } from "../errors.ts";

const ID = "last-resort";

/** Shows the errors of a window that nobody caught, the last one above the page. */
export function showUncaughtErrors(window: Window): void {
  const show = (thrown: unknown): void => {
    const { document } = window;
    const place = document.getElementById(ID) ?? document.createElement("p");
    place.id = ID;
    place.setAttribute("role", "alert");
    place.textContent = `Not working yet: ${messageOf(thrown)}`;
    document.body.prepend(place);
  };
  window.addEventListener("error", (event) => show(event.error ?? event.message));
  window.addEventListener("unhandledrejection", (event) => show(event.reason));
}
