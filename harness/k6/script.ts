/** A k6 script as text: a scenario's profile, and the sender that all profiles share. */

import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { K6Options } from './profile.ts'

const sender = new URL('../../scenarios/k6/send-next.ts', import.meta.url)

/** The shared part, which stands beside every script. */
export const senderFile = fileURLToPath(sender)
export const senderName = basename(senderFile)

/** TypeScript that k6 runs as it is. `sender`: the file of the shared part, as the script is to import it. */
export function k6Script(scenario: string, options: K6Options, sender: string): string {
  return [
    `/** Made from scenario ${scenario} by: tenfold k6 ${scenario} --script. That command also runs it, with the requests that it sends. */`,
    '',
    "import type { Options } from 'k6/options'",
    `import { sendNext } from '${sender}'`,
    '',
    `export const options: Options = ${literal(options, '')}`,
    '',
    'export default sendNext',
    '',
  ].join('\n')
}

const lineMax = 120

/** As the formatter of this repository would write it: short values on one line, quotes only where they are needed. */
function literal(value: unknown, indent: string): string {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  if (typeof value === 'number') return value.toString().replace(/\B(?=(\d{3})+$)/g, '_')
  const inner = `${indent}  `
  const isList = Array.isArray(value)
  const entries = isList
    ? value.map((each) => literal(each, inner))
    : Object.entries(value as object).map(
        ([name, each]) => `${/^[a-z_$][\w$]*$/i.test(name) ? name : `'${name}'`}: ${literal(each, inner)}`,
      )
  if (entries.length === 0) return isList ? '[]' : '{}'
  const [open, close] = isList ? ['[', ']'] : ['{ ', ' }']
  const line = `${open}${entries.join(', ')}${close}`
  if (indent !== '' && !line.includes('\n') && line.length <= lineMax - indent.length - 20) return line
  return `${open.trim()}\n${entries.map((entry) => `${inner}${entry},\n`).join('')}${indent}${close.trim()}`
}
