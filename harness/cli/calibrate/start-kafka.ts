/** A Kafka of its own for the observer's calibration, as local processes. */

import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startLocal } from '../../environment/local/start-local.ts'
import { defineSystem } from '../../system/define-system.ts'
import type { ObserverPlace } from './measure-observer.ts'

const kafkaAlone = defineSystem({
  name: 'calibration',
  description: 'A broker alone.',
  local: { kafka: true, processes: () => [] },
  connect: () => {
    throw new Error('there is no system to connect to')
  },
})

export interface CalibrationKafka extends ObserverPlace, AsyncDisposable {}

/** Throws as a start of a stack does: MISSING_PREREQUISITE where there is no Java. */
export async function startKafka(progress: (text: string) => void, signal: AbortSignal): Promise<CalibrationKafka> {
  await using unwind = new AsyncDisposableStack()
  const folder = unwind.use(await mkdtempDisposable(join(tmpdir(), 'tenfold-calibration-')))
  const options = { matchers: 0, switches: [], underTest: false, logDir: folder.path, progress, signal }
  const environment = unwind.use(await startLocal(kafkaAlone, options))
  const scope = unwind.move()
  return {
    brokers: environment.endpoints.kafkaBrokers,
    folder: folder.path,
    [Symbol.asyncDispose]: () => scope.disposeAsync(),
  }
}
