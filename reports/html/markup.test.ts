import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeHtml, html } from './markup.ts'

test.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  [`" onload='x' \``, '&quot; onload=&#39;x&#39; &#96;'],
  ['a & b', 'a &amp; b'],
  ['evil\u{202e}gpj.exe\u{0}', 'evil\u{fffd}gpj.exe\u{fffd}'],
])('%j is written %j', (text, escaped) => expect(escapeHtml(text)).toBe(escaped))

test('values are escaped, markup is not escaped twice, lists are joined', () => {
  expect(html`<p title="${'"'}">${['a<', html`<b>${'&'}</b>`, undefined, 3]}</p>`.text).toBe('<p title="&quot;">a&lt;<b>&amp;</b>3</p>')
})

test('no escaped text holds a character that HTML could read as its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeHtml(text)).not.toMatch(/[<>"'`]/)
    }),
  )
})

test('escaped text says the same when it is read back', () => {
  const back: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&#96;': '`', '&amp;': '&' }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      expect(escapeHtml(text).replaceAll(/&[^;]+;/g, (entity) => back[entity] ?? '?')).toBe(text)
    }),
  )
})
