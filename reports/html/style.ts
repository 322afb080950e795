/** The stylesheet of report.html: system fonts, light, dark and print, from 320 px up. Knows class names, no data. */

// What does not fit into one line beside the empty first item of `.fitting` wraps out of sight: at any width, with any font.
// Series colours are those of Okabe and Ito, told apart by all common kinds of colour blindness; lines differ in dash as well.
const colours = `
:root { color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --ink: #161b22; --muted: #535d6b; --line: #dde2e8; --soft: #eef1f4;
  --good: #0a6847; --good-soft: #e3f3ec; --bad: #ad1f14; --bad-soft: #fcebe8; --unsure: #7d4e00; --unsure-soft: #fcf1dc;
  --blue: #0072b2; --sky: #3f9fd6; --orange: #c47f00; --green: #009e73; --purple: #b35f92; --red: #d55e00; --slate: #6b7684; --olive: #8a8000;
  --offered: #ccd3db; --band: #16202e; }
@media screen and (prefers-color-scheme: dark) { :root {
  --page: #0e1116; --card: #161b22; --ink: #e7ebf0; --muted: #9ba6b4; --line: #2b333d; --soft: #1e252e;
  --good: #62d2a4; --good-soft: #11281f; --bad: #ff9385; --bad-soft: #361a17; --unsure: #f2bd60; --unsure-soft: #30240f;
  --blue: #58b0ec; --sky: #8fd0f7; --orange: #f0b340; --green: #3ccba0; --purple: #e39cc8; --red: #ff8a47; --slate: #a3aebb; --olive: #d8cd55;
  --offered: #3a4552; --band: #c9d6e6; } }`

const base = `
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif; -webkit-text-size-adjust: 100%; overflow-wrap: anywhere; }
main, .top, footer { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
.top { display: flex; flex-wrap: wrap; gap: 4px 20px; justify-content: space-between; align-items: baseline; padding-top: 24px; padding-bottom: 16px; }
.top p { margin: 0; } .mark { font-weight: 650; letter-spacing: -.01em; font-size: 1.06rem; }
.logo { width: 18px; height: 18px; vertical-align: -3px; fill: var(--blue); }
.run { font-size: .94rem; } footer { padding-top: 8px; padding-bottom: 48px; font-size: .84rem; }
h1 { font-size: clamp(1.6rem, 1.1rem + 2vw, 2.3rem); line-height: 1.18; letter-spacing: -.022em; font-weight: 680; margin: 10px 0 10px; text-wrap: balance; }
h2 { font-size: 1.16rem; letter-spacing: -.01em; font-weight: 650; margin: 36px 0 12px; }
h3 { font-size: .95rem; font-weight: 620; margin: 20px 0 8px; }
.card > h3:first-child, .columns h3:first-child, .card > .chart:first-child h3 { margin-top: 0; }
p { margin: 0 0 10px; } .muted { color: var(--muted); } .note { font-size: .86rem; margin: 10px 0 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 22px 24px; }
.card > p:first-child { margin-top: 0; } .card > details + p, .card > .scroll + p { margin-top: 14px; } .card > p + .scroll { margin-top: 12px; }
.card > :last-child, .columns > * > :last-child { margin-bottom: 0; }
code, pre { font: .86em/1.5 ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
pre { background: var(--soft); border-radius: 8px; padding: 12px 14px; margin: 0 0 16px; overflow-x: auto; white-space: pre; overflow-wrap: normal; font-size: .9rem; }
abbr[title] { text-decoration: underline dotted var(--muted) 1px; text-underline-offset: 3px; cursor: help; }
:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; border-radius: 4px; }
details { margin-top: 18px; } details > summary { cursor: pointer; font-size: .92rem; color: var(--muted); } details[open] > summary { margin-bottom: 10px; }`

const verdict = `
.verdict { border-radius: 14px; padding: 26px 28px 24px; border: 1px solid var(--line); border-left: 6px solid currentColor; }
.verdict.good { color: var(--good); background: var(--good-soft); } .verdict.bad { color: var(--bad); background: var(--bad-soft); } .verdict.unsure { color: var(--unsure); background: var(--unsure-soft); }
.verdict > * { color: var(--ink); } .verdict .badge { color: inherit; font-weight: 700; font-size: .92rem; letter-spacing: .04em; margin: 0; }
.verdict pre { margin: 12px 0 0; background: var(--card); }
.lead { font-size: 1.1rem; max-width: 75ch; margin: 0; } .partial { margin: 12px 0 0; font-weight: 600; } .reasons { margin: 12px 0 0; padding-left: 20px; }
.notes { margin: 14px 0 0; padding-left: 20px; font-size: .9rem; }
.tiles { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 14px; margin: 16px 0 0; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px 18px; }
.tile dt { font-size: .86rem; color: var(--muted); } .tile dd { margin: 4px 0 0; font-size: .84rem; line-height: 1.4; }
.value { display: block; font-size: 1.5rem; line-height: 1.25; font-weight: 660; letter-spacing: -.02em; font-variant-numeric: tabular-nums; margin-bottom: 3px; } .unit { font-size: .62em; font-weight: 550; letter-spacing: 0; }
.tile.bad .value, .bad-text { color: var(--bad); } .tile.good .value { color: var(--good); } .tile.unsure .value { color: var(--unsure); }`

const tables = `
.scroll { overflow-x: auto; margin: 0 -4px; padding: 0 4px; } .tall-table { max-height: 420px; overflow-y: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 7px 20px 7px 0; text-align: right; vertical-align: top; border-bottom: 1px solid var(--line); white-space: nowrap; overflow-wrap: normal; }
th:last-child, td:last-child { padding-right: 0; } .text { text-align: left; } tbody th { font-weight: 450; text-align: left; }
thead th { font-weight: 500; color: var(--muted); font-size: .84rem; } tbody tr:last-child > * { border-bottom: 0; }
.tall-table thead th { position: sticky; top: 0; background: var(--card); }
.witness > .text { white-space: normal; min-width: 8.5rem; overflow-wrap: break-word; }
.columns tbody th { white-space: normal; } .columns :is(th, td):not(:last-child) { padding-right: 14px; }
.chip { display: inline-block; border-radius: 99px; padding: 0 9px; font-size: .84rem; font-weight: 600; white-space: nowrap; background: var(--soft); color: var(--muted); }
.chip.good { background: var(--good-soft); color: var(--good); } .chip.bad { background: var(--bad-soft); color: var(--bad); } .chip.unsure { background: var(--unsure-soft); color: var(--unsure); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 29.5rem), 1fr)); gap: 24px 40px; } .columns > * { min-width: 0; }
.facts div, .words div { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: 0 16px; padding: 6px 0; border-bottom: 1px solid var(--line); font-size: .92rem; }
.facts div:last-child, .words div:last-child { border-bottom: 0; } .facts, .words { margin: 0; } .facts dt, .words dt { color: var(--muted); } .facts dd, .words dd { margin: 0; }`

const charts = `
.chart { margin: 0 0 26px; } .chart figcaption { display: flex; flex-wrap: wrap; gap: 2px 20px; justify-content: space-between; align-items: baseline; margin-bottom: 6px; } .chart h3 { margin: 0; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0; padding: 0; list-style: none; font-size: .84rem; }
.legend li { display: flex; align-items: center; gap: 6px; } .swatch { width: 20px; height: 8px; flex: none; } .block { width: 12px; height: 12px; border-radius: 3px; flex: none; }
.after-chart { margin: -18px 0 22px; }
.plot { padding-left: 64px; } .canvas { position: relative; } .canvas.tall { height: 210px; } .canvas.low { height: 84px; }
.canvas svg { display: block; width: 100%; height: 100%; overflow: visible; }
.phase-names { position: relative; height: 21px; font-size: .78rem; color: var(--muted); }
.fitting { position: absolute; display: flex; flex-wrap: wrap; align-content: flex-start; justify-content: center; overflow: hidden; height: 21px; line-height: 21px; white-space: nowrap; overflow-wrap: normal; }
.fitting::before { content: ""; height: 100%; } .phase-names .peak { color: var(--ink); font-weight: 650; }
.y, .x-axis span { position: absolute; font-size: .76rem; color: var(--muted); font-variant-numeric: tabular-nums; white-space: nowrap; overflow-wrap: normal; }
.y { right: 100%; margin-right: 9px; transform: translateY(-50%); } .x-axis { position: relative; height: 20px; } .x-axis span { transform: translateX(-50%); top: 3px; }
.x-axis span:first-child { transform: none; }
.canvas line, .canvas path, .swatch line, .swatch path { vector-effect: non-scaling-stroke; }
.band { fill: var(--band); } .band.steady { fill-opacity: .025; } .band.ramp { fill-opacity: .05; } .band.peak { fill-opacity: .085; }
.grid { stroke: var(--line); stroke-width: 1; } .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; } .area { stroke: none; }
.area.offered { fill: var(--offered); } .decision { stroke: var(--blue); } .median { stroke: var(--green); stroke-width: 1.5; } .ack { stroke: var(--orange); stroke-width: 1.5; stroke-dasharray: 5 4; }
.budget { stroke: var(--red); stroke-width: 2; stroke-dasharray: 2 4; stroke-linecap: round; }
.budget-label { justify-content: flex-end; font-size: .78rem; font-weight: 600; color: var(--ink); } .budget-label.above { transform: translateY(-112%); } .budget-label.below { transform: translateY(12%); }
.budget-label > span { background: color-mix(in srgb, var(--card) 82%, transparent); border-radius: 4px; padding: 0 5px; }
.fault { fill: var(--purple); fill-opacity: .28; } .slot { fill: var(--band); fill-opacity: 0; } .slot:hover { fill-opacity: .1; }
.faults { list-style: none; margin: 0; padding: 0; font-size: .9rem; } .fault-mark { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 8px; background: color-mix(in srgb, var(--purple) 45%, var(--card)); vertical-align: -1px; }
${['blue', 'orange', 'green', 'purple', 'sky', 'slate', 'red', 'olive'].map((name, index) => `.part-${index} { stroke: var(--${name}); stroke-width: 1.5;${index % 2 === 1 ? ` stroke-dasharray: ${index + 3} 3;` : ''} }`).join('\n')}
.bars { margin-top: 12px; } .bar-row { display: grid; grid-template-columns: 7rem minmax(0, 1fr) 5.5rem; gap: 12px; align-items: center; padding: 4px 0; font-size: .9rem; }
.bar { display: flex; height: 20px; border-radius: 5px; overflow: hidden; background: var(--soft); } .bar > span { box-shadow: inset -1px 0 0 var(--card); } .bar-total { text-align: right; font-variant-numeric: tabular-nums; }
${['slate', 'olive', 'orange', 'sky', 'blue', 'green'].map((name, index) => `.fill-${index} { background: var(--${name}); }`).join('\n')}`

const narrow = `
@media (max-width: 860px) { .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@media (max-width: 760px) { .wide-only, .every-other { display: none; } }
@media (max-width: 560px) { main, .top, footer { padding-left: 14px; padding-right: 14px; } .card { padding: 16px 14px; } .verdict { padding: 20px 18px; } .verdict pre { margin: 12px 0 0; background: var(--card); }
.lead { font-size: 1rem; }
  .tiles { gap: 10px; } .tile { padding: 12px 14px; } .value { font-size: 1.16rem; } .after-chart { margin: -18px 0 22px; }
.plot { padding-left: 52px; } .canvas.tall { height: 180px; }
  .facts div, .words div { grid-template-columns: minmax(0, 1fr); } .bar-row { grid-template-columns: 5rem minmax(0, 1fr) 4.2rem; gap: 8px; font-size: .84rem; }
  table { font-size: .86rem; } th, td { padding-right: 14px; }
  .restack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } .restack table, .restack tbody { display: block; }
  .restack tr { display: block; padding: 8px 0; border-bottom: 1px solid var(--line); } .restack tbody tr:last-child { border-bottom: 0; }
  .restack tbody :is(th, td) { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: 0 10px; padding: 1px 0; border: 0; text-align: left; white-space: normal; min-width: 0; overflow-wrap: anywhere; }
  .restack tbody th { font-weight: 600; } .restack tbody :is(th, td)::before { content: attr(data-label); color: var(--muted); font-weight: 450; } }`

const print = `
@media print { :root { --page: #fff; --line: #bbb; } body { font-size: 12px; } main, .top, footer { max-width: none; padding: 0; } .card, .tile, .verdict { break-inside: avoid; border-radius: 0; }
  .card { padding: 12px; } .scroll { overflow: visible; max-height: none; } th, td { white-space: normal; } h2 { break-after: avoid; } .chart { break-inside: avoid; } * { print-color-adjust: exact; } }`

export const stylesheet = [colours, base, verdict, tables, charts, narrow, print].join('\n')
