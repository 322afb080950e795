/** Which Node runs the harness: the one that is asked for, the checkout's own, the one that runs us, one of the path. Starts a Node only to ask its version. */

import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ownNode } from './installed.js'

/** The major version that the harness needs: native TypeScript, Temporal, `await using`. */
const nodeMajorMin = 26
const askTimeoutMs = 10_000

/**
 * `node`, or else `problem`: what is wrong and what to type. TENFOLD_NODE is taken at its word: where it cannot be used, no other is.
 *
 * @param {string} root
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {{ node?: string, problem?: string }}
 */
export function findNode(root, env) {
  const asked = env.TENFOLD_NODE
  if (asked !== undefined && asked !== '') {
    const version = versionOf(asked)
    if (isEnough(version)) return { node: asked }
    const seen = version === undefined ? 'which is no Node that can be run' : `which is ${version}`
    return { problem: `TENFOLD_NODE names ${asked}, ${seen}\nhint: name a Node ${nodeMajorMin} or newer there, or unset it` }
  }
  const own = ownNode(root)
  if (own !== undefined) return { node: own }
  if (isEnough(process.version)) return { node: process.execPath }
  const ofPath = onPath(env).find((file) => isEnough(versionOf(file)))
  if (ofPath !== undefined) return { node: ofPath }
  return {
    problem:
      `needs Node ${nodeMajorMin} or newer; this is ${process.version}, and there is no newer one on the path\n` +
      `hint: install Node ${nodeMajorMin}, or name one: TENFOLD_NODE=/path/to/node tenfold …\n` +
      'hint: in a checkout of tenfold, npm ci without --omit=optional brings one',
  }
}

function onPath({ PATH = '' }) {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const files = PATH.split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
  return files.filter(isExecutable)
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function versionOf(file) {
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: askTimeoutMs })
  return status === 0 && /^v\d+\./.test(stdout) ? stdout.trim() : undefined
}

function isEnough(version) {
  return version !== undefined && Number.parseInt(version.slice(1), 10) >= nodeMajorMin
}
