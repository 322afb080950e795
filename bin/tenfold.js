#!/usr/bin/env node
/** The command `tenfold` under whatever Node the machine has: installs what is missing, then hands over to the right Node. */

import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installMissing } from './install.js'
import { findNode, nodeMajorMin } from './installed.js'
import { runChild } from './run-child.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** As in verdict.ts, which cannot be imported here: something that the machine must have is missing. */
const missingPrerequisite = 69

async function main() {
  const installStatus = await installMissing()
  if (installStatus !== 0) return installStatus > 128 ? installStatus : missingPrerequisite
  const node = findNode(root)
  if (node === undefined) {
    const machine = `${process.platform}-${process.arch}`
    process.stderr.write(
      `tenfold: needs Node ${nodeMajorMin} or newer; this is ${process.version}, and npm brought none for ${machine}\n` +
        `hint: install Node ${nodeMajorMin}, or run npm ci without --omit=optional\n`,
    )
    return missingPrerequisite
  }
  // kafkajs computes a negative timeout now and then; Node would print a warning for the first one.
  // A larger nursery halves the collector's share when a record of a million rows is judged.
  const args = [
    '--disable-warning=TimeoutNegativeWarning',
    '--max-semi-space-size=64',
    join(root, 'harness', 'cli.ts'),
    ...process.argv.slice(2),
  ]
  return runChild(node, args, { stdio: 'inherit' })
}

process.exitCode = await main().catch((error) => {
  process.stderr.write(`tenfold: cannot start: ${error.message}\n`)
  return missingPrerequisite
})
