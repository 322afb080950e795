/** A small harness of its own: starts bare services, says `held` with its processes, and stays until it is told to stop or killed. */

import { startLocal } from '../../harness/environment/local/start-local.ts'
import { HarnessError } from '../../harness/model/errors.ts'
import { bareServices } from './bare-services.ts'

const logDir = process.argv[2]
if (logDir === undefined) throw new Error('usage: hold-environment.ts LOG_DIR')

const stop = new AbortController()
process.on('SIGINT', () => stop.abort(new Error('SIGINT')))
const options = { matchers: 1, switches: [], underTest: false, logDir, progress: tell, signal: stop.signal }

try {
  await using environment = await startLocal(bareServices, options)
  tell(`held ${JSON.stringify(environment.processes)}`)
  // A promise alone keeps no process alive; the pipe to the parent does.
  process.stdin.resume()
  await new Promise((resolve) => stop.signal.addEventListener('abort', resolve))
  process.stdin.destroy()
} catch (error) {
  tell(error instanceof HarnessError ? `failed ${error.code} ${error.message}; ${error.hint}` : `aborted ${String(error)}`)
}
tell('left')

function tell(text: string): void {
  console.log(text)
}
