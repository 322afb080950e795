/** Text as XML. Knows no format. */

/** XML 1.0 text: what XML has no way to write becomes U+FFFD; a line end stays one in attributes too. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"'\t\n\r]/g, (character) => xmlEntities[character] ?? character)
}

const xmlEntities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** An attribute's value with its quotes. */
export function attribute(text: string): string {
  return `"${escapeXml(text)}"`
}
