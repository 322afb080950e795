/** Before each file of the suite: a cache folder of its own. By it a harness knows its own containers, and so sweeps none of another file's. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { copyCache } from '../support/copied-cache.ts'

const folder = mkdtempSync(join(tmpdir(), 'cache-'))
copyCache(folder)
process.env['XDG_CACHE_HOME'] = folder
afterAll(() => rmSync(folder, { recursive: true, force: true }))
