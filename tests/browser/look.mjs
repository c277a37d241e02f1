// Opens one page in a real browser, in several views, and says what it saw; the tests judge it.
// Reads its request as JSON on standard input and prints its answer as JSON; see browser.py for both.
// Not covered: other browsers, and screen readers, for which axe and the accessibility tree stand in.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const asked = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(join(asked.packages, "node_modules", "here.js"));
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
// `experimental` and AAA stay out; everything else that axe knows is asked.
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const SHOT_HEIGHT = 6000;
const TABS = 40;

/** Takes out what is closed, which no reader is shown and axe spends most of its time on. */
function prune() {
  for (const one of document.querySelectorAll("details:not([open]) > :not(summary)")) one.remove();
}

/** What axe finds, and what it could not decide: both are for a person to look at. */
async function axe(page) {
  // Evaluated through the debugger, which the page's own policy against scripts does not stop.
  await page.evaluate(AXE);
  const found = await page.evaluate(
    (tags) => window.axe.run(document, { runOnly: tags, resultTypes: ["violations", "incomplete"] }),
    TAGS,
  );
  const told = (kind) => (rule) =>
    `${rule.id}${kind}: ${rule.nodes.slice(0, 3).map(why).join(" | ")}`;
  const why = (node) => `${node.html.slice(0, 160)} (${[...node.any, ...node.all, ...node.none][0]?.message})`;
  return [...found.violations.map(told("")), ...found.incomplete.map(told(" (undecided)"))];
}

/** Measures that axe does not take: what sticks out, what is small to read and small to touch. */
function measure({ text, target }) {
  const named = (element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} ` +
    `“${(element.textContent ?? "").trim().slice(0, 40)}”`;
  const width = document.documentElement.clientWidth;
  const wide = [];
  const scrolls = document.scrollingElement.scrollWidth;
  if (scrolls > width) wide.push(`the page is ${scrolls} wide in ${width}`);
  if (innerWidth > screen.width) wide.push(`the page is laid out ${innerWidth} wide on ${screen.width}`);
  const smallText = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    if (box.right > width + 1 || box.left < -1) wide.push(named(element));
    const matrix = element instanceof SVGElement ? element.getScreenCTM() : null;
    const size = parseFloat(getComputedStyle(element).fontSize) * (matrix ? Math.min(matrix.a, matrix.d) : 1);
    if (size < text) smallText.push(`${named(element)} ${size.toFixed(1)}px`);
  }
  const smallTargets = [];
  for (const element of document.querySelectorAll("a[href], summary, button, input, select, [tabindex]")) {
    const box = element.getBoundingClientRect();
    if (!element.checkVisibility() || box.width === 0) continue;
    if (box.width < target || box.height < target) {
      smallTargets.push(`${named(element)} ${box.width.toFixed(0)}×${box.height.toFixed(0)}`);
    }
  }
  return { wide: wide.slice(0, 5), smallText: smallText.slice(0, 5), smallTargets: smallTargets.slice(0, 5) };
}

/** Goes through the page with Tab: what is reached, and whether one sees where one is. */
async function walk(page) {
  const stops = [];
  for (let number = 0; number < TABS; number += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return {
        tag: element.tagName.toLowerCase(),
        text: element.textContent.trim().slice(0, 60),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        seen: box.bottom > 0 && box.top < innerHeight,
      };
    });
    if (stop === null) break;
    stops.push(stop);
  }
  return stops;
}

/** Opens by Enter what is closed first, and says whether it opened and closed again. */
async function toggle(page) {
  const closed = page.locator("details:not([open]) > summary").first();
  if ((await closed.count()) === 0) return null;
  const details = await closed.evaluateHandle((summary) => summary.parentElement);
  const isOpen = () => details.evaluate((element) => element.open);
  await closed.focus();
  await page.keyboard.press("Enter");
  const opened = await isOpen();
  await page.keyboard.press("Enter");
  return { opened, closed: !(await isOpen()) };
}

/** Facts of the page that depend on no view. */
function facts() {
  const timing = performance.getEntriesByType("navigation")[0];
  return {
    title: document.title,
    lang: document.documentElement.lang,
    headings: [...document.querySelectorAll("h1, h2, h3, h4")].map(
      (one) => `${one.tagName.toLowerCase()} ${one.textContent.trim()}`,
    ),
    landmarks: ["header", "nav", "main", "footer"].filter((name) => document.querySelector(`body > ${name}`)),
    elements: document.querySelectorAll("*").length,
    loadMs: Math.round(timing.loadEventEnd - timing.startTime),
    text: document.body.textContent,
    ground: getComputedStyle(document.body).backgroundColor,
    height: document.documentElement.scrollHeight,
    shown: [...document.querySelectorAll("li")].filter((one) => one.checkVisibility()).length,
    items: document.querySelectorAll("li").length,
    tallest: Math.max(0, ...[...document.querySelectorAll("h3")].map((one) => one.getBoundingClientRect().height)),
    live: document.querySelectorAll("script, iframe, object, embed, form, input, img, base, body style").length,
    next: document.querySelector("[aria-current] bdi")?.textContent ?? "",
  };
}

async function look(browser, view) {
  const phone = view.width < 600;
  const context = await browser.newContext({
    viewport: { width: view.width, height: view.height },
    screen: { width: view.width, height: view.height },
    colorScheme: view.scheme,
    isMobile: phone,
    hasTouch: phone,
    deviceScaleFactor: phone && !view.prune ? 2 : 1,
  });
  const page = await context.newPage();
  const seen = { console: [], requests: [], dialogs: [] };
  page.on("console", (message) => seen.console.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => seen.console.push(`error: ${error.message}`));
  page.on("dialog", async (dialog) => { seen.dialogs.push(dialog.message()); await dialog.dismiss(); });
  context.on("request", (request) => seen.requests.push(request.url()));
  await page.goto(asked.url, { waitUntil: "load" });
  seen.requests = seen.requests.filter((url) => url !== asked.url);
  if (view.media) await page.emulateMedia({ media: view.media, colorScheme: view.scheme });
  const openAll = () => document.querySelectorAll("details").forEach((one) => { one.open = true; });
  const answer = view.script ? await page.evaluate(`(async () => { ${view.script} })()`) : null;
  const found = { name: view.name, facts: await page.evaluate(facts), answer };
  if (view.keyboard) {
    found.stops = await walk(page);
    found.toggled = await toggle(page);
  }
  if (view.textScale) {
    await page.evaluate((scale) => { document.documentElement.style.fontSize = `${scale}%`; }, view.textScale);
  }
  if (view.open) await page.evaluate(openAll);
  if (view.picture) await shoot(page, view);
  found.measured = await page.evaluate(measure, asked.least);
  if (view.prune) await page.evaluate(prune);
  found.axe = view.axe ? await axe(page) : [];
  if (view.pdf) found.pdfBytes = (await page.pdf({ format: "A4", path: `${view.shot}.pdf` })).length;
  await context.close();
  return { ...found, ...seen };
}

async function shoot(page, view) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width: view.width, height: Math.min(height, SHOT_HEIGHT) };
  await page.screenshot({ path: `${view.shot}.png`, fullPage: true, clip });
}

const browser = await chromium.launch({
  executablePath: asked.chromium,
  // Root cannot have Chromium's sandbox; everybody else keeps it.
  chromiumSandbox: process.getuid() !== 0,
  // Whatever the browser itself would ask for finds no host.
  args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-dev-shm-usage"],
});
try {
  const views = await Promise.all(asked.views.map((view) => look(browser, view)));
  process.stdout.write(JSON.stringify({ version: browser.version(), views }));
} finally {
  await browser.close();
}
