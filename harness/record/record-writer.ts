/** Writes a run folder while the run goes on. An interrupted run leaves what was written by then, and a `run.json` that says so. */

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { makeFolders } from '../files/make-folders.ts'
import type { FinalStateRow, HistoryRow } from '../model/decision.ts'
import type { RunRecord } from '../model/run-record.ts'
import { writeColumns } from './columns.ts'
import { LineFile, LineWriter, writeAtomically, writeLines, writing } from './file-writing.ts'
import { files } from './layout.ts'
import { operationColumns, readColumnTypes } from './operation-columns.ts'
import type { OperationRows, ReadRows } from './operation-columns.ts'
import type { SeriesSample } from '../model/series.ts'
import { encodeRunRecord } from './run-json.ts'
import { encodeFinalStateRow, encodeHistoryRow } from './state-lines.ts'

/** Read and write for the owner, nothing for anybody else. */
const ownerOnly = 0o600

/**
 * All methods throw HarnessError DISK_FULL or OUTPUT_NOT_WRITABLE. `decisions.ndjson` and `logs/` are written by others, at `path`.
 */
export class RecordWriter implements AsyncDisposable {
  readonly folder: string
  readonly #series: LineWriter

  private constructor(folder: string, series: LineWriter) {
    this.folder = folder
    this.#series = series
  }

  /** Makes the folder `outDir/name` with its subfolders. A folder of that name that is there already is OUTPUT_NOT_WRITABLE. */
  static async create(outDir: string, name: string): Promise<RecordWriter> {
    const folder = join(outDir, name)
    await writing(folder, async () => {
      makeFolders(outDir)
      // Not recursive: two runs that start in one second with one suffix must not write over each other.
      await mkdir(folder)
      await mkdir(join(folder, 'history'))
      await mkdir(join(folder, files.logs))
    })
    return new RecordWriter(folder, await LineWriter.open(join(folder, files.series)))
  }

  path(file: keyof typeof files): string {
    return join(this.folder, files[file])
  }

  /** At the start, after each step and at the end: a reader always finds a whole `run.json`. */
  async writeRun(record: RunRecord): Promise<void> {
    await writeRunFile(this.folder, record)
  }

  /** For a line of JSON for each row that cannot be read, as they are read. */
  async openQuarantine(): Promise<LineFile> {
    return LineFile.open(this.path('quarantine'))
  }

  /** The records as planned and as `encodeRecord` writes them, line n being record n. */
  async writeHistory(lines: Iterable<string>): Promise<void> {
    await writeLines(this.path('history'), lines)
  }

  /** For the eyes of the file's owner alone. */
  async writeRawRows(rows: AsyncIterable<object>): Promise<void> {
    await writeLines(
      this.path('rawRows'),
      mapLinesAsync(rows, (row) => JSON.stringify(row)),
      ownerOnly,
    )
  }

  async writeOperations(rows: OperationRows): Promise<void> {
    const { operations, partition, offset, stream } = rows
    await writeColumns(this.path('operations'), operationColumns, operations.count, { ...operations, partition, offset, stream })
  }

  async writeReads({ operations, stream }: ReadRows): Promise<void> {
    await writeColumns(this.path('reads'), readColumnTypes, operations.count, { ...operations, stream })
  }

  /** Both of one snapshot, state first, as they come. */
  async writeFinalState(state: {
    readonly rows: AsyncIterable<FinalStateRow>
    readonly history: AsyncIterable<HistoryRow>
  }): Promise<void> {
    await writeLines(this.path('finalState'), mapLinesAsync(state.rows, encodeFinalStateRow))
    await writeLines(this.path('decisionHistory'), mapLinesAsync(state.history, encodeHistoryRow))
  }

  /** Samples of one moment; they are in the file when it resolves. */
  async appendSeries(samples: readonly SeriesSample[]): Promise<void> {
    await this.#series.add(samples.map((sample) => JSON.stringify(sample)))
    await this.#series.flush()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#series[Symbol.asyncDispose]()
  }
}

export async function writeRunFile(folder: string, record: RunRecord): Promise<void> {
  await writeAtomically(join(folder, files.run), encodeRunRecord(record))
}

async function* mapLinesAsync<Row>(rows: AsyncIterable<Row>, encode: (row: Row) => string): AsyncGenerator<string> {
  for await (const row of rows) yield encode(row)
}
