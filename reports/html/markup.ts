/** HTML as a tagged template in which every text is escaped. The only place that makes markup out of text; knows no report. */

/** Text that is HTML already. Only `html` makes one from outside this file. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Content = string | number | Markup | undefined | readonly Content[]

/** Markup with its values escaped, in content and in quoted attributes alike; arrays are joined, undefined is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.reduce((text, part, index) => text + render(values[index - 1]) + part))
}

function render(content: Content): string {
  if (content === undefined) return ''
  if (content instanceof Markup) return content.text
  if (typeof content === 'string') return escapeHtml(content)
  if (typeof content === 'number') return String(content)
  return content.map(render).join('')
}

/** Text as HTML content or quoted attribute value. Control and direction-changing characters become U+FFFD: they could disguise a name. */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n]|[\u202A-\u202E\u2066-\u2069\u200E\u200F]/gu, '\uFFFD')
    .replace(/[&<>"'`]/g, (character) => entities[character] ?? character)
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' }

/** A number for a style or a path: two decimals are finer than any screen here. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
