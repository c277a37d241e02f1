/** Shows one question in an element. */
export function show(element, { text, options }) {
  element.textContent = `${text} ${options.join(" / ")}`;
}
