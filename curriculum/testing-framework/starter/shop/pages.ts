/** The pages of the shop, as HTML without any script. */

import { CATALOGUE, euros, type Product } from "./catalogue.ts";
import type { Faults } from "./faults.ts";
import type { Line, Trade } from "./trade.ts";

const STYLE = `
  :root { color-scheme: light; font-family: system-ui, sans-serif; line-height: 1.5; }
  body { margin: 0 auto; max-width: 60rem; padding: 0 1rem 2rem; color: #222; background: #fffdf8; }
  header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 1rem; }
  ul.goods { list-style: none; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
  ul.goods li { border: 1px solid #c9c2b4; border-radius: .5rem; padding: 1rem; }
  label { display: block; margin: .75rem 0; }
  input { font: inherit; padding: .5rem; min-height: 1.75rem; max-width: 100%; box-sizing: border-box; min-height: 2.75rem; }
  input[type=number] { width: 5rem; }
  button, a.button { font: inherit; min-height: 2.75rem; padding: .5rem 1rem; border: 0; border-radius: .35rem; background: #14532d; color: #fff; cursor: pointer; }
  header a { display: inline-block; padding: .75rem 0; }
  a { color: #14532d; }
  table { border-collapse: collapse; width: 100%; }
  caption { text-align: left; font-weight: 600; padding: .5rem 0; }
  th, td { text-align: left; padding: .5rem; border-bottom: 1px solid #c9c2b4; }
  [role=alert] { border-left: .3rem solid #9b1c1c; padding: .5rem 1rem; background: #fdecec; }
`;
const SHIFTED = "ul.goods button { margin-left: 2.5rem; }";

/** One page around its main part. */
export function page(title: string, main: string, inCart: number, faults: Faults): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escaped(title)} · Tea shop</title>
<style>${STYLE}${faults.shifted ? SHIFTED : ""}</style>
</head>
<body>
<header><nav aria-label="Shop"><a href="/">All goods</a></nav><a href="/cart">Cart (${inCart})</a></header>
<main>
<h1>${escaped(title)}</h1>
${main}
</main>
</body>
</html>
`;
}

/** The list of goods; the visitor's number changes with every view, as such things do. */
export function catalogue(trade: Trade, visit: number, refusal: string | undefined): string {
  const goods = CATALOGUE.map((product) => `<li>${good(product, trade.left(product))}</li>`).join("\n");
  return `${alert(refusal)}<ul class="goods">\n${goods}\n</ul>\n<aside aria-label="Visits">You are visitor number ${visit}.</aside>`;
}

/** What lies in the cart. */
export function cart(lines: readonly Line[], total: number): string {
  if (lines.length === 0) {
    return "<p>Your cart is empty.</p>";
  }
  const rows = lines.map(({ product, quantity }) => {
    const cells = [String(quantity), euros(product.price), euros(product.price * quantity)];
    return `<tr><th scope="row">${escaped(product.name)}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return `<table>
<caption>What you chose</caption>
<thead><tr><th scope="col">Product</th><th scope="col">Quantity</th><th scope="col">Price</th><th scope="col">Sum</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
<p>To pay: <output aria-label="Total">${euros(total)}</output></p>
<p><a href="/checkout">Go to checkout</a></p>`;
}

/** The form that asks who pays. */
export function checkout(total: number, refusal: string | undefined): string {
  return `${alert(refusal)}<form method="post" action="/checkout">
<label>Name<br><input name="name" autocomplete="name"></label>
<label>Email<br><input name="email" type="text" inputmode="email" autocomplete="email"></label>
<label>Card number<br><input name="card" inputmode="numeric" autocomplete="cc-number"></label>
<button>Pay ${euros(total)}</button>
</form>`;
}

/** What a customer reads in the end. */
export function thanks(order: number): string {
  return `<p>Your order number is <output aria-label="Order number">${order}</output>.</p>`;
}

/** A sentence that went wrong. */
export function alert(refusal: string | undefined): string {
  return refusal === undefined ? "" : `<p role="alert">${escaped(refusal)}</p>\n`;
}

function good(product: Product, left: number): string {
  const head = `<h2>${escaped(product.name)}</h2><p>${euros(product.price)}</p>`;
  if (left < 1) {
    return `${head}<p>Sold out</p>`;
  }
  return `${head}<form method="post" action="/cart"><input type="hidden" name="product" value="${escaped(product.id)}">
<label>Quantity <input type="number" name="quantity" value="1" min="1"></label>
<button>Add to cart</button></form>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
