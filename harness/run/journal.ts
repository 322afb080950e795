/** The run record while the run goes on: each step leaves a `run.json` on disk that is true at that moment. */

import type { RecordWriter } from '../record/record-writer.ts'
import type { RunRecord } from '../model/run-record.ts'
import { monotonicUs } from '../system/clock.ts'
import type { RunProgress } from './options.ts'

interface Span {
  readonly step: string
  readonly startUs: number
  readonly endUs: number
}

export class RunJournal {
  readonly #writer: RecordWriter
  readonly #progress: RunProgress
  /** Before the load begins, times count from the run's own start. */
  #originUs: number
  #record: RunRecord
  #spans: Span[] = []
  /** Steps that run now: two where one begins before the other is over. */
  readonly #running: string[] = []
  #step = 'start'
  #writing: Promise<void> = Promise.resolve()

  constructor(writer: RecordWriter, progress: RunProgress, record: RunRecord) {
    this.#writer = writer
    this.#progress = progress
    this.#record = record
    this.#originUs = monotonicUs()
  }

  get record(): RunRecord {
    return this.#record
  }

  /** The step that runs, of two the later one; or the last one that did, and of two the one that failed first. */
  get stepName(): string {
    return this.#step
  }

  get originUs(): number {
    return this.#originUs
  }

  /** Runs one step and writes the record after it, also when it throws. A second one may begin before it is over. */
  async step<Result>(name: string, body: () => Promise<Result>): Promise<Result> {
    this.#step = name
    this.#running.push(name)
    let hasFailed = true
    const { ending } = this.#record
    // What a SIGKILL leaves behind says where it struck.
    if (ending.kind === 'failed') this.change({ ending: { ...ending, step: name } })
    await this.write()
    this.#progress.step(name)
    const startUs = monotonicUs()
    try {
      const result = await body()
      hasFailed = false
      return result
    } finally {
      this.#spans.push({ step: name, startUs, endUs: monotonicUs() })
      this.#end(name, hasFailed)
      await this.write()
    }
  }

  #end(name: string, hasFailed: boolean): void {
    this.#running.splice(this.#running.indexOf(name), 1)
    const other = this.#running.at(-1)
    if (other !== undefined) this.#step = hasFailed ? name : other
  }

  /** From here on all times count from the load's start. */
  startLoad(originUs: number, startedAt: string): void {
    this.#originUs = originUs
    this.change({ originUs, startedAt })
  }

  /**
   * Written at once, without waiting for the step to unwind. A failed write is told by the step's own. A record whose ending is known stays as it is: what is
   * stopped then is the end of the stack, the judging or the report.
   */
  async markInterrupted(signal: 'SIGINT' | 'SIGTERM' | undefined): Promise<void> {
    if (signal === undefined || this.#record.ending.kind !== 'failed') return
    this.change({ ending: { kind: 'interrupted', signal, step: this.#step } })
    await this.write().catch(() => undefined)
  }

  change(change: Partial<RunRecord>): void {
    this.#record = { ...this.#record, ...change }
  }

  async write(): Promise<void> {
    const timeline = this.#spans
      .map(({ step, startUs, endUs }) => ({ step, startUs: startUs - this.#originUs, endUs: endUs - this.#originUs }))
      .toSorted((a, b) => a.startUs - b.startUs)
    this.change({ timeline })
    // One after the other: an interruption writes in the middle of a step's own write.
    const write = this.#writing.then(() => this.#writer.writeRun(this.#record))
    this.#writing = write.catch(() => undefined)
    await write
  }
}
