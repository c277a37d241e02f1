"""The colours and measures of the page; every pair of text and ground has a contrast of 4.5 to 1 or more."""

STYLE = """
:root { --ground: #ffffff; --panel: #f4f5f7; --text: #1b1f24; --quiet: #4d5560; --line: #6e7781;
  --rest: #d5d9df; --proved: #1a7f37; --attested: #8a5c00; --unproven: #b42318; --begun: #0a5bc4; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14171c; --panel: #1e232a; --text: #e8ebef; --quiet: #aab3be; --line: #8b949e;
    --rest: #3a424c; --proved: #4ac26b; --attested: #e0a82e; --unproven: #ff8b80; --begun: #79b8ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.25rem; margin: 1.5rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 0 0 .25rem; }
ul { padding-left: 1.25rem; margin: .25rem 0; }
article { background: var(--panel); border-radius: .5rem; padding: .75rem 1rem; margin: .75rem 0; }
code { font-size: .9em; }
.bar { display: block; width: 100%; height: .75rem; border-radius: .375rem; }
.bar .rest { fill: var(--rest); }
.bar .proved { fill: var(--proved); }
.bar .attested { fill: var(--attested); }
.bar .unproven { fill: var(--unproven); }
.progress { color: var(--quiet); margin: 0 0 .25rem; }
progress { width: min(12rem, 50%); accent-color: var(--proved); vertical-align: middle; }
.tag { border: 1px solid currentColor; border-radius: .75rem; padding: 0 .5rem; font-size: .8rem; color: var(--quiet); }
.tag.done { color: var(--proved); }
.tag.in-progress { color: var(--begun); }
.tag.attested, .tag.marker { color: var(--attested); }
.tag.unproven { color: var(--unproven); }
figure { margin: 0; }
figure svg { display: block; width: 100%; height: auto; }
figure text { fill: var(--quiet); font-size: 14px; }
figcaption { color: var(--quiet); }
.axis, .goal { stroke: var(--line); stroke-width: 1; }
.line { fill: none; stroke-width: 3; }
.line.proved { stroke: var(--proved); }
.line.attested { stroke: var(--attested); stroke-dasharray: 6 5; }
table { border-collapse: collapse; }
th, td { text-align: left; padding: .15rem 1rem .15rem 0; font-variant-numeric: tabular-nums; }
@media (max-width: 30rem) { figure text { font-size: 20px; } }
"""
