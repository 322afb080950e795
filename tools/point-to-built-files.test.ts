import { expect, test } from 'vitest'
import { pointToBuiltFiles } from './point-to-built-files.ts'

/** Written apart, so that the import rule does not read these texts as imports of this file's. */
const url = 'import.meta.url'
const folder = 'import.meta.dirname'

test.each([
  {
    text: `new Worker(new URL('thread.ts', ${url}), { name: 'a.ts' })`,
    pointed: `new Worker(new URL('thread.js', ${url}), { name: 'a.ts' })`,
    named: ['thread.js'],
  },
  {
    text: `spawn(node, [join(${folder}, "../warden.ts"), x])`,
    pointed: `spawn(node, [join(${folder}, "../warden.js"), x])`,
    named: ['../warden.js'],
  },
  {
    text: `const script = 'stack/main.ts'; join(${folder}, 'a.xml')`,
    pointed: `const script = 'stack/main.ts'; join(${folder}, 'a.xml')`,
    named: [],
  },
])('$text', ({ text, pointed, named }) => {
  expect(pointToBuiltFiles(text)).toEqual({ pointed, named })
})
