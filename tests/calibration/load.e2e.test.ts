import { describe, test } from 'vitest'

import { knownServers } from '../../harness/cli/calibrate/known-servers.ts'
import { measureLoad } from '../../harness/cli/calibrate/measure-load.ts'
import { measureUntilQuiet } from '../../harness/cli/calibrate/until-quiet.ts'
import { expectTrue } from './expect-true.ts'

describe.each(['first', 'second'])('the %s time', () => {
  test.each(knownServers('short'))('$name: p50, p90, p99 and max within max(2%, 5 ms), every outcome counted', async (known) => {
    expectTrue(await measureUntilQuiet(known.name, () => measureLoad(known, AbortSignal.timeout(250_000))))
  })
})
