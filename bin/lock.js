/** A lock between processes of one machine: a file that names its holder's process id. Knows nothing of what it guards. */

import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const pollMs = 300
const waitMsMax = 15 * 60_000

/**
 * Runs `task` while holding the lock; waits for another holder first and tells `onWait` its process id once.
 * Throws after 15 minutes of waiting.
 *
 * @template T
 * @param {string} path
 * @param {(holder: number) => void} onWait
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function withLock(path, onWait, task) {
  mkdirSync(dirname(path), { recursive: true })
  let told = false
  for (let waitedMs = 0; !take(path); waitedMs += pollMs) {
    const holder = holderOf(path)
    if (holder !== undefined && !isAlive(holder)) {
      removeStale(path, holder)
      continue
    }
    if (waitedMs >= waitMsMax)
      throw new Error(`${path} is still held by process ${holder ?? 'unknown'} after ${waitMsMax / 60_000} minutes`)
    if (!told && holder !== undefined) {
      onWait(holder)
      told = true
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  try {
    return await task()
  } finally {
    unlinkSync(path)
  }
}

function take(path) {
  const draft = `${path}.${process.pid}`
  // Linked into place, not written there: nobody ever reads a lock file that has no process id yet.
  writeFileSync(draft, `${process.pid}\n`)
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  } finally {
    unlinkSync(draft)
  }
}

function holderOf(path) {
  try {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10)
    return Number.isInteger(pid) ? pid : undefined
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    return error.code === 'EPERM'
  }
}

/** Moves the dead holder's file away; puts it back if another process took the lock in between. */
function removeStale(path, deadPid) {
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
    if (holderOf(aside) !== deadPid) linkSync(aside, path)
    unlinkSync(aside)
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error
  }
}
