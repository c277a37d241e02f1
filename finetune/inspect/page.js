"use strict";
// Everything that is shown comes in as text: nothing of a record is ever parsed as markup.
{
  const { files, rows, funnels } = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 25;
  const BARS = 12;
  const BINS = 24;
  const by = (id) => document.getElementById(id);
  // Marks that turn the direction of a line, and control characters, are shown by their number.
  const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
  const plain = (text) => text.replace(HIDDEN, (one) => `[U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
  const number = (value) => value.toLocaleString("en");
  const words = (text) => (text ? text.split(/\s+/).filter(Boolean).length : 0);

  for (const row of rows) {
    row.asked = words(row.q) + words(row.x);
    row.answered = words(row.a);
    row.state = row.r ? "set aside" : row.m ? "trained on, too" : "kept";
  }

  function make(tag, text, kind) {
    const element = document.createElement(tag);
    if (text) element.textContent = plain(text);
    if (kind) element.className = kind;
    return element;
  }

  function drawn(tag, attributes) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  const FILTERS = [
    ["phase", "Phase", (row) => [row.p]],
    ["kind", "Kind", (row) => [row.k]],
    ["audience", "Audience", (row) => [row.u]],
    ["language", "Language", (row) => [row.l]],
    ["check", "Check", (row) => Object.keys(row.c ?? {})],
    ["state", "State", (row) => [row.state]],
    ["source", "Made by", (row) => [row.s]],
    ["file", "File", (row) => [files[row.f]]],
  ];
  const ORDERS = {
    "as in the file": null,
    "longest answer": (one, other) => other.answered - one.answered,
    "shortest answer": (one, other) => one.answered - other.answered,
    "longest question": (one, other) => other.asked - one.asked,
  };

  function counted(shown, values) {
    const found = new Map();
    for (const row of shown) for (const value of values(row)) if (value) found.set(value, (found.get(value) ?? 0) + 1);
    return [...found].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
  }

  function chooser(id, label, options) {
    const box = make("div");
    const name = make("label", label);
    name.htmlFor = id;
    const select = make("select");
    select.id = id;
    for (const [value, text] of options) select.append(new Option(plain(text).slice(0, 80), value));
    select.addEventListener("change", refresh);
    box.append(name, select);
    by("filters").append(box);
    return select;
  }

  const choices = [];
  for (const [id, label, values] of FILTERS) {
    const found = counted(rows, values);
    if (found.length < 2 && id !== "check") continue;
    if (!found.length) continue;
    const options = found.map(([value, count]) => [value, `${value} (${number(count)})`]);
    choices.push([chooser(`by-${id}`, label, [["", "all"], ...options]), values]);
  }
  const order = chooser("order", "Order", Object.keys(ORDERS).map((name) => [name, name]));

  let shown = rows;
  let page = 0;

  function matches() {
    const wanted = by("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = choices.filter(([select]) => select.value);
    const found = rows.filter((row) => {
      if (!chosen.every(([select, values]) => values(row).includes(select.value))) return false;
      if (!wanted.length) return true;
      row.hay ??= [row.id, row.k, row.q, row.x, row.a, row.r, row.w, JSON.stringify(row.v ?? "")].join("\n").toLowerCase();
      return wanted.every((word) => row.hay.includes(word));
    });
    const sorted = ORDERS[order.value];
    return sorted ? found.sort(sorted) : found;
  }

  function refresh() {
    shown = matches();
    page = 0;
    list();
    plots();
  }

  function list() {
    const last = Math.max(0, Math.ceil(shown.length / PAGE) - 1);
    by("count").textContent = shown.length === rows.length
      ? `${number(rows.length)} records` : `${number(shown.length)} of ${number(rows.length)} records`;
    by("list").replaceChildren(...shown.slice(page * PAGE, page * PAGE + PAGE).map(item));
    by("where").textContent = `${number(page + 1)} of ${number(last + 1)}`;
    by("before").disabled = page === 0;
    by("after").disabled = page === last;
  }

  function turn(step) {
    page += step;
    list();
    by("browse").scrollIntoView();
  }

  function item(row) {
    const line = make("li");
    const details = make("details");
    const summary = make("summary");
    const first = (row.q || row.w || row.at || "(empty)").split("\n").find((text) => text.trim()) ?? "(blank)";
    const told = make("span", first.length > 160 ? `${first.slice(0, 160)}…` : first, "first");
    told.dir = "auto";
    const tags = make("span", "", "tags");
    if (row.r) tags.append(make("span", `set aside: ${row.r}`, "aside"), " · ");
    if (row.p) tags.append(make("b", `${row.p}${row.k ? ` / ${row.k}` : ""}`), " · ");
    const rest = [row.u, row.l, row.q && row.a ? `${number(row.asked)} → ${number(row.answered)} words` : "", row.at || `${files[row.f]}:${row.n}`];
    tags.append(plain(rest.filter(Boolean).join(" · ")));
    summary.append(told, tags);
    details.append(summary);
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(inside(row));
    });
    line.append(details);
    return line;
  }

  function said(text, into) {
    // Odd pieces stand within a fence; what the fence begins with is its language.
    text.split(/^(?:```|~~~).*$/m).forEach((piece, place) => {
      if (!piece.trim()) return;
      const element = make(place % 2 ? "pre" : "div", piece.replace(/^\n+|\n+$/g, ""), place % 2 ? "" : "said");
      element.dir = "auto";
      into.append(element);
    });
  }

  function part(title, text, into, code) {
    if (!text) return;
    into.append(make("h3", title, "part"));
    if (code && !/^(?:```|~~~)/m.test(text)) into.append(make("pre", text));
    else said(text, into);
  }

  function inside(row) {
    const box = make("div", "", "sides");
    if (row.r) box.append(make("p", row.r, "why facts"));
    if (row.w) part("Line", row.w, box, true);
    if (row.q || row.a) {
      const [asked, answered] = [make("div", "", "side"), make("div", "", "side")];
      for (const [role, text] of row.t ?? []) part(`Before, ${role}`, text, asked);
      part("Instruction", row.q, asked);
      part("Input", row.x, asked, true);
      part("Output", row.a, answered);
      box.append(asked, answered);
    }
    const facts = make("div", "", "facts");
    const about = { id: row.id, "made by": row.s, file: `${files[row.f]}:${row.n}` };
    for (const [title, table] of [["Checks", row.c], ["Made of", row.v], ["Record", about]]) {
      const lines = Object.entries(table ?? {}).filter(([, value]) => value);
      if (!lines.length) continue;
      const listed = make("dl");
      for (const [name, value] of lines) listed.append(make("dt", name), make("dd", value));
      facts.append(make("h3", title, "part"), listed);
    }
    box.append(facts);
    return box;
  }

  function bars(title, found, kind = () => "") {
    const most = Math.max(...found.map(([, count]) => count), 1);
    const list = make("ul", "", "shares");
    for (const [name, count] of found.slice(0, BARS)) {
      const line = make("li");
      const plot = drawn("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" });
      plot.append(drawn("rect", { width: Math.max((100 * count) / most, count ? 0.6 : 0), height: 8, class: kind(name) }));
      line.append(make("span", name), plot, make("span", number(count)));
      list.append(line);
    }
    if (found.length > BARS) list.append(make("li", `and ${number(found.length - BARS)} more`));
    const box = make("div");
    if (title) box.append(make("h3", title));
    box.append(list);
    return box;
  }

  function histogram(title, values) {
    const box = make("div");
    box.append(make("h3", title));
    if (!values.length) return box;
    const sorted = Float64Array.from(values).sort();
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    const most = Math.max(1, at(0.99));
    const bins = new Array(BINS).fill(0);
    for (const value of sorted) bins[Math.min(BINS - 1, Math.floor((value / (most + 1)) * BINS))] += 1;
    const highest = Math.max(...bins);
    const label = `${title}: median ${at(0.5)} words, nine of ten up to ${at(0.9)}, at most ${sorted.at(-1)}`;
    const plot = drawn("svg", { viewBox: `0 0 ${BINS} 100`, preserveAspectRatio: "none", class: "histogram", role: "img", "aria-label": label });
    bins.forEach((count, place) => {
      const height = (100 * count) / highest;
      plot.append(drawn("rect", { x: place + 0.08, width: 0.84, y: 100 - height, height }));
    });
    const axis = make("div", "", "axis");
    axis.append(make("span", "0"), make("span", `${number(most)}${sorted.at(-1) > most ? " and more" : ""}`));
    box.append(plot, axis, make("p", `Median ${number(at(0.5))}, nine of ten up to ${number(at(0.9))}, at most ${number(sorted.at(-1))}.`, "axis"));
    return box;
  }

  function plots() {
    const told = FILTERS.filter(([id]) => ["phase", "kind", "audience", "language", "state"].includes(id));
    const made = told.map(([, label, values]) => [label, counted(shown, values)]).filter(([, found]) => found.length);
    by("plots").replaceChildren(...made.map(([label, found]) => bars(label, found, (name) => (name === "set aside" ? "aside" : ""))));
    const whole = shown.filter((row) => row.q && row.a);
    by("histograms").replaceChildren(
      histogram("Question and input", whole.map((row) => row.asked)),
      histogram("Answer", whole.map((row) => row.answered)),
    );
  }

  function funnel() {
    by("funnel").hidden = !funnels.length;
    const kind = (name) => (["kept", "train_rows", "held"].includes(name) ? "kept" : "");
    for (const one of funnels) for (const step of one.steps) by("steps").append(bars(`${one.name}: ${step.name}`, step.counts, kind));
  }

  let waiting = 0;
  by("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(refresh, 150); });
  by("before").addEventListener("click", () => turn(-1));
  by("after").addEventListener("click", () => turn(1));
  const aside = rows.filter((row) => row.r).length;
  const lead = by("lead");
  lead.append(make("strong", number(rows.length)), ` records of ${files.length === 1 ? "one file" : `${files.length} files`}`);
  if (aside) lead.append(`, ${number(aside)} of them set aside`);
  funnel();
  refresh();
}
