/** Before each file of the suite, or as a file's first import: a cache folder of its own. By it a harness knows what is its own, and so sweeps none of another file's. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { linkCache } from '../support/linked-cache.ts'

const folder = mkdtempSync(join(tmpdir(), 'cache-'))
linkCache(folder)
process.env['XDG_CACHE_HOME'] = folder
afterAll(() => rmSync(folder, { recursive: true, force: true }))
