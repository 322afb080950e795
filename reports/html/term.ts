/** A word of the glossary with its meaning at hand, and the glossary itself. */

import { glossary } from '../plain-words.ts'
import { html, type Markup } from './markup.ts'

const meanings: ReadonlyMap<string, string> = new Map(Object.entries(glossary))

/** The word with its meaning as a tooltip; plain text when the glossary does not have it. */
export function term(word: string, shown: string = word): Markup {
  const meaning = meanings.get(word)
  return meaning === undefined ? html`${shown}` : html`<abbr title="${meaning}">${shown}</abbr>`
}

export function glossarySection(): Markup {
  return html`<section aria-labelledby="words">
    <h2 id="words">Words</h2>
    <div class="card">
      <dl class="words">
        ${[...meanings].map(
          ([word, meaning]) =>
            html`<div>
              <dt>${word}</dt>
              <dd>${meaning}</dd>
            </div>`,
        )}
      </dl>
    </div>
  </section>`
}
