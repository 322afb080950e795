/** Installs what a checkout lacks, and nothing when it lacks nothing. Plain JavaScript: it runs before there is a Node of ours. */

import { realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { needsInstall } from './installed.js'
import { withLock } from './lock.js'
import { runChild } from './run-child.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Exit status 0 when everything is there (at once, or after `npm ci`), else npm's. Progress goes to standard error,
 * so that the output of a command with --json stays clean. Two at once: one installs, the other waits for it.
 *
 * @returns {Promise<number>}
 */
export async function installMissing() {
  if (!needsInstall(root)) return 0
  const lock = join(root, '.tenfold', 'install.lock')
  const onWait = (holder) => tell(`process ${holder} is installing; waiting for it`)
  return withLock(lock, onWait, async () => {
    if (!needsInstall(root)) return 0
    tell('installing dependencies with npm ci (once, about a minute)')
    const [command, ...args] = npmCommand()
    // Errors alone: under an older Node npm warns of each package that wants a newer one, which it is about to bring.
    const status = await runChild(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: { ...process.env, PATH: pathWithoutOurs() },
      shell: process.platform === 'win32' && args.length === 0,
    })
    tell(status === 0 ? 'dependencies installed' : `npm ci ended with status ${status}`)
    return status
  })
}

/** The npm that runs us, else the one on the path. */
function npmCommand() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env
  return script?.endsWith('.js') && node !== undefined && !node.startsWith(root) ? [node, script] : ['npm']
}

/** npm must not run under the Node that it is about to delete and bring again. */
function pathWithoutOurs() {
  const ours = join(root, 'node_modules', '.bin')
  const entries = (process.env.PATH ?? '').split(delimiter)
  return entries.filter((entry) => entry !== ours).join(delimiter)
}

function tell(text) {
  process.stderr.write(`tenfold: ${text}\n`)
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await installMissing().catch((error) => {
    tell(`cannot install dependencies: ${error.message}`)
    return 69
  })
}
