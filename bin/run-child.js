/** Runs one child process to its end as if we were it: signals go on to it, its exit status comes back. Plain JavaScript for Node 18 and newer. */

import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/**
 * Exit status of the child; 128 + n when signal n ended it, as shells say it. Rejects when it cannot be started.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>}
 */
export function runChild(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options)
    // A terminal sends Ctrl-C to the whole process group: passed on as well it would arrive twice, and a second one means "now".
    const forwarded = hasTerminal() ? ['SIGTERM', 'SIGHUP'] : ['SIGTERM', 'SIGHUP', 'SIGINT']
    const handlers = ['SIGTERM', 'SIGHUP', 'SIGINT'].map((signal) => {
      const handler = () => forwarded.includes(signal) && child.kill(signal)
      process.on(signal, handler)
      return () => process.off(signal, handler)
    })
    const finish = (settle) => {
      for (const remove of handlers) remove()
      settle()
    }
    child.once('error', (error) => finish(() => reject(error)))
    child.once('exit', (status, signal) => finish(() => resolve(signal === null ? (status ?? 70) : 128 + constants.signals[signal])))
  })
}

function hasTerminal() {
  return Boolean(process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY)
}
