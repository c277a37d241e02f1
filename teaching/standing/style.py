"""The colours and measures of the page; every pair of text and ground has a contrast of 4.5 to 1 or more."""

STYLE = """
:root { --ground: #f3f4f7; --panel: #ffffff; --text: #1b1f24; --quiet: #4d5560; --line: #d5d9df;
  --rest: #d5d9df; --goal: #6e7781; --proved: #1a7f37; --attested: #8a5c00; --unproven: #b42318; --begun: #0a5bc4; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ground: #101318; --panel: #191d24; --text: #e8ebef; --quiet: #aab3be; --line: #343b45;
    --rest: #3a424c; --goal: #8b949e; --proved: #4ac26b; --attested: #e0a82e; --unproven: #ff8b80; --begun: #79b8ff; }
}
* { box-sizing: border-box; min-width: 0; }
html { scroll-behavior: auto; scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 3rem; background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1, h2, h3, h4, p { margin: 0; }
h1 { font-size: 2rem; line-height: 1.2; }
h1 span { display: block; font-size: 1rem; font-weight: 400; color: var(--quiet); }
h2 { font-size: 1.25rem; margin-bottom: .75rem; }
h3 { font-size: 1.0625rem; line-height: 1.4; }
h4 { font-size: .875rem; color: var(--quiet); margin-top: 1rem; }
ul { margin: .25rem 0 0; padding-left: 1.25rem; }
ul[role=list] { list-style: none; padding: 0; }
p + p { margin-top: .5rem; }
code { font: .9375em/1.5 ui-monospace, monospace; }
.quiet { color: var(--quiet); font-size: .9375rem; }
.quiet code { font-size: .9375rem; }
:focus-visible { outline: 3px solid var(--begun); outline-offset: 2px; border-radius: .25rem; }
.sprite { position: absolute; width: 0; height: 0; }
.i { flex: none; width: 1rem; height: 1rem; color: var(--quiet); }
.i.proved { color: var(--proved); }
.i.attested { color: var(--attested); }
.i.unproven { color: var(--unproven); }
.i.in-progress { color: var(--begun); }

.lead { font-size: 1.25rem; margin: .75rem 0 .5rem; }
.lead strong { font-size: 2rem; line-height: 1; color: var(--proved); }
.bar { display: block; width: 100%; height: .75rem; border-radius: .375rem; }
.bar .rest { fill: var(--rest); }
.bar .proved { fill: var(--proved); }
.bar .attested { fill: var(--attested); }
.bar .unproven { fill: var(--unproven); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: .75rem; font-size: .9375rem; }
.legend li { display: flex; align-items: center; gap: .5rem; }

nav ul { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1.25rem 0; }
nav a { display: block; padding: .625rem .875rem; min-height: 2.75rem; border: 1px solid var(--goal);
  border-radius: 1.375rem; color: var(--text); text-decoration: none; line-height: 1.4; }
nav a:hover { background: var(--panel); text-decoration: underline; }
main { display: grid; gap: 1rem; }
section { background: var(--panel); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; }
.now { border-left: .375rem solid var(--begun); }
.now h3 { font-size: 1.25rem; }
.now h3 + p { margin-bottom: .75rem; }
.commands { list-style: none; padding: 0; }
.commands code { display: block; padding: .5rem .75rem; margin-top: .375rem; background: var(--ground);
  border-radius: .375rem; }
section > h3, section > details { margin-top: 1rem; }
h2 + h3 { margin-top: 0 !important; }
h3 + ul > li, summary + ul:not(.tasks) > li { padding: .5rem 0; border-bottom: 1px solid var(--line); }
h3 + ul > li:last-child { border-bottom: 0; }
.told { display: flex; gap: .625rem; }
.told > div { flex: 1; }
.told .i, .tasks .i { margin-top: .3125rem; }

summary { cursor: pointer; min-height: 2.75rem; padding: .625rem 0; }
summary h3 { display: inline; }
.phase { border-top: 1px solid var(--line); padding: .25rem 0; margin: 0 !important; }
.phase > summary, .piece > summary { display: grid; grid-template-columns: 1rem 1fr; gap: .25rem .625rem;
  align-items: center; list-style: none; }
.phase > summary::-webkit-details-marker, .piece > summary::-webkit-details-marker { display: none; }
.phase > summary::before, .piece > summary::before { content: ""; width: .5rem; height: .5rem; margin-left: .125rem;
  border: solid var(--quiet); border-width: 0 2px 2px 0; transform: rotate(-45deg); }
.phase[open] > summary::before, .piece[open] > summary::before { transform: rotate(45deg) translate(-2px, -2px); }
.count { grid-column: 2; color: var(--quiet); font-size: .9375rem; }
summary .bar { grid-column: 2; height: .375rem; border-radius: .1875rem; }
.piece { margin-left: 1.625rem; }
.phase > .tasks { margin: .25rem 0 .75rem 1.625rem; }
.tasks li { display: flex; gap: .625rem; padding: .25rem 0; }
.tasks li > div { flex: 1; }
.tasks .tasks .tasks .tasks .tasks li > .i { display: none; }
.tag { display: inline-block; border: 1px solid currentColor; border-radius: .75rem; padding: 0 .5rem;
  font-size: .875rem; line-height: 1.4; color: var(--quiet); }
.tag.next { background: var(--begun); border-color: var(--begun); color: var(--panel); }
.tag.in-progress { color: var(--begun); }
.tag.attested, .tag.marker { color: var(--attested); }
.tag.unproven { color: var(--unproven); }

figure { margin: 0; }
figcaption { margin-top: .5rem; }
.plot { position: relative; height: 13rem; margin: .75rem .25rem 0 2.75rem; }
.plot > svg { display: block; width: 100%; height: 100%; overflow: visible; }
.y { position: absolute; right: calc(100% + .5rem); transform: translateY(50%); line-height: 1; white-space: nowrap; }
.y, .x { color: var(--quiet); font-size: .875rem; font-variant-numeric: tabular-nums; }
.x { display: flex; justify-content: space-between; margin: .375rem .25rem 0 2.75rem; }
.key svg { flex: none; width: 1.5rem; height: .5rem; }
.grid, .line { fill: none; vector-effect: non-scaling-stroke; stroke: var(--line); stroke-width: 1; }
.area { fill: var(--proved); opacity: .15; }
.line.proved { stroke: var(--proved); stroke-width: 3; }
.line.attested { stroke: var(--attested); stroke-width: 2; stroke-dasharray: 6 4; }
.line.goal { stroke: var(--goal); stroke-width: 2; stroke-dasharray: 2 3; }
table { border-collapse: collapse; }
th, td { text-align: left; padding: .25rem 1.25rem .25rem 0; font-variant-numeric: tabular-nums; }
tbody th { font-weight: 400; }
footer { margin-top: 1.5rem; color: var(--quiet); font-size: .9375rem; }

@media (min-width: 52rem) {
  body { padding-top: 2.5rem; }
  main { grid-template-columns: 1fr 1fr; align-items: start; }
  .wide { grid-column: 1 / -1; }
  section { padding: 1.25rem 1.5rem; }
  .phase > summary, .piece > summary { grid-template-columns: 1rem 1fr auto 12rem; gap: 1rem; }
  .count, summary .bar { grid-column: auto; }
  .count { text-align: right; }
}
@media print {
  :root { color-scheme: light; --ground: #ffffff; --line: #b5bac2; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  code { font-size: 1em; }
  nav { display: none; }
  summary::before { visibility: hidden; }
  main { display: block; }
  section { margin-top: 1rem; break-inside: auto; }
  .now, figure, li, summary { break-inside: avoid; }
  h2, h3, summary { break-after: avoid; }
  .plot { height: 9rem; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
}
"""
