import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

import { shellWord } from './shell-word.ts'

test.each([
  ['load.duration=5s', 'load.duration=5s'],
  ['history.files=["a","b c"]', `'history.files=["a","b c"]'`],
  ['load={"a":{},"b":{}}', `'load={"a":{},"b":{}}'`],
  ["it's", String.raw`'it'\''s'`],
  ['thresholds.ack_latency=p(99)<5', "'thresholds.ack_latency=p(99)<5'"],
  ['$HOME', "'$HOME'"],
  ['', "''"],
])('%s is typed as %s, and a shell gives it back', (text, typed) => {
  expect(shellWord(text)).toBe(typed)
  expect(execFileSync('sh', ['-c', `printf %s ${typed}`], { encoding: 'utf8' })).toBe(text)
})
