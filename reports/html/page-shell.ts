/** What every page of ours is in: one file, no network, no script. Knows nothing of what stands in it. */

import { html, Markup } from './markup.ts'
import { stylesheet } from './style.ts'

// Styles may stand inline (the charts place their labels by it); everything else, network above all, is closed.
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

export interface Page {
  readonly title: string
  /** Of the scenario, at the top. */
  readonly name: string
  /** When and of what, beside the name. */
  readonly about: string
  readonly main: Markup
  readonly footer: string
}

/** The whole page. Everything in it is drawn on the server; nothing in it is executed. */
export function pageOf({ title, name, about, main, footer }: Page): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Tenfold</title>
        <style>
          ${new Markup(stylesheet)}
        </style>
      </head>
      <body>
        <header class="top">
          <p class="mark">${logo} Tenfold</p>
          <p class="run">
            <strong>${name}</strong>
            <span class="muted">${about}</span>
          </p>
        </header>
        <main>${main}</main>
        <footer class="muted">${footer}</footer>
      </body>
    </html> `
  return page.text
}

const logo = html`<svg class="logo" viewBox="0 0 20 20" aria-hidden="true">
  <rect x="2" y="15" width="6" height="3" rx="1" />
  <rect x="11" y="2" width="7" height="16" rx="1.5" />
</svg>`
