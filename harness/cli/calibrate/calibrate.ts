/** The whole calibration on this machine: every known server and, where a Kafka can be started, every known topic, so many times. */

import { HarnessError } from '../../model/errors.ts'
import { knownServers } from './known-servers.ts'
import { knownTopics } from './known-topics.ts'
import { measureLoad } from './measure-load.ts'
import { measureObserver } from './measure-observer.ts'
import { roundLine } from './report.ts'
import type { CalibrationReport, KnownRounds } from './report.ts'
import type { Attempt, CalibrationResult } from './result.ts'
import { startKafka } from './start-kafka.ts'
import { measureUntilQuiet } from './until-quiet.ts'

export interface CalibrationProgress {
  step(name: string): void
  note(text: string): void
  update(text: string): void
}

export interface CalibrationInput {
  readonly times: number
  readonly progress: CalibrationProgress
  readonly signal: AbortSignal
}

/** Throws the signal's reason when it is aborted. */
export async function calibrate({ times, progress, signal }: CalibrationInput): Promise<CalibrationReport> {
  const repeat = async (name: string, measure: () => Promise<Attempt>): Promise<KnownRounds> => {
    progress.step(name)
    const rounds: CalibrationResult[] = []
    for (let time = 1; time <= times; time++) {
      signal.throwIfAborted()
      progress.update(`${time} of ${times}`)
      const round = await measureUntilQuiet(name, measure)
      progress.note(roundLine(round))
      rounds.push(round)
    }
    return { name, rounds }
  }
  const known: KnownRounds[] = []
  for (const server of knownServers('whole')) {
    known.push(await repeat(server.name, () => measureLoad(server, signal)))
  }
  try {
    progress.step('a Kafka for the observer')
    await using kafka = await startKafka((text) => progress.update(text), signal)
    for (const topic of knownTopics) {
      known.push(await repeat(topic.name, () => measureObserver(topic, kafka, signal)))
    }
    return { known }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof HarnessError)) throw error
    return { known, notMeasured: { what: 'the observer, which needs a Kafka', message: error.message, hint: error.hint } }
  }
}
