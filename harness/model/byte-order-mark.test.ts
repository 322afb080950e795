import { expect, test } from 'vitest'
import { byteOrderMarkProblem } from './byte-order-mark.ts'

test.each([
  [Buffer.from('\uFEFF{}'), 'EF BB BF'],
  [Buffer.from('\uFEFF{}', 'utf16le'), 'FF FE'],
  [Buffer.from('\uFEFF{}', 'utf16le').swap16(), 'FE FF'],
])('%j begins with the byte order mark %s', (text, mark) => {
  expect(byteOrderMarkProblem(text)).toContain(`a byte order mark (${mark}) at the start`)
})

test.each(['', '{}', ' \uFEFF', 'ï»¿'])('%j begins with none', (text) => expect(byteOrderMarkProblem(Buffer.from(text))).toBeUndefined())
