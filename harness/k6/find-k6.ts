/** The user's own k6. Tenfold brings none. */

import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { HarnessError } from '../model/errors.ts'

/** What is known to run the scripts; the command that builds it where there is a Go. */
export const k6Version = 'v1.8.1'
export const k6Build = `go install go.k6.io/k6@${k6Version}`
/** What to do where there is none, or an older one. */
export const k6Install = `install k6 1.0 or later as its documentation says (where Go is: ${k6Build})`

/** `K6` names the program or its path; absent: `k6` of the search path. HarnessError BAD_CONFIGURATION where there is none. */
export function findK6(env: Readonly<Record<string, string | undefined>>, folder: string): string {
  const named = env['K6']
  const wanted = named === undefined || named === '' ? 'k6' : named
  const candidates = wanted.includes('/')
    ? [resolve(folder, wanted)]
    : (env['PATH'] ?? '')
        .split(delimiter)
        .filter((each) => each !== '')
        .map((each) => join(each, wanted))
  const found = candidates.find(isProgram)
  if (found !== undefined) return found
  const message = wanted === 'k6' ? 'there is no k6 on the path' : `there is no program ${wanted}, which K6 names`
  throw new HarnessError('BAD_CONFIGURATION', message, {
    hint: `${k6Install}, or set K6 to its path`,
  })
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
