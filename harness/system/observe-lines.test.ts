import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { openLineFile } from './observe-lines.ts'

test('lines of any length come out whole and in order', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tenfold-lines-'))
  try {
    const line = fc.record({ bytes: fc.oneof(fc.nat(600), fc.integer({ min: 200_000, max: 600_000 })), flush: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
        const file = await openLineFile(join(folder, 'lines'))
        for (const [index, { bytes, flush }] of lines.entries()) {
          await file.append(`${index}:`, Buffer.alloc(bytes, 'é'), '}')
          if (flush) await file.flush()
        }
        await file.close()
        const expected = lines.map(({ bytes }, index) => `${index}:${Buffer.alloc(bytes, 'é').toString('latin1')}}\n`).join('')
        expect((await readFile(join(folder, 'lines'), 'latin1')) === expected).toBe(true)
      }),
      { numRuns: 20 },
    )
  } finally {
    await rm(folder, { recursive: true })
  }
})

test.skipIf(process.platform !== 'linux')('a full disk is told when the line file is flushed', async () => {
  const file = await openLineFile('/dev/full')
  await file.append('', Buffer.alloc(10), '')
  await expect(file.flush()).rejects.toMatchObject({ code: 'ENOSPC' })
  await expect(file.close()).rejects.toMatchObject({ code: 'ENOSPC' })
})
