import { afterAll, beforeAll, describe, test } from 'vitest'

import { knownTopics } from '../../harness/cli/calibrate/known-topics.ts'
import { measureObserver } from '../../harness/cli/calibrate/measure-observer.ts'
import { startKafka } from '../../harness/cli/calibrate/start-kafka.ts'
import type { CalibrationKafka } from '../../harness/cli/calibrate/start-kafka.ts'
import { measureUntilQuiet } from '../../harness/cli/calibrate/until-quiet.ts'
import { expectTrue } from './expect-true.ts'

let kafka: CalibrationKafka

beforeAll(async () => {
  kafka = await startKafka(() => undefined, AbortSignal.timeout(180_000))
}, 200_000)

afterAll(async () => {
  await kafka?.[Symbol.asyncDispose]()
}, 60_000)

describe.each(['first', 'second'])('the %s time', () => {
  test.each(knownTopics)('$name: the observer reads each decision when the broker has it', async (known) => {
    expectTrue(await measureUntilQuiet(known.name, () => measureObserver(known, kafka, AbortSignal.timeout(250_000))))
  })
})
