/** Names one boot of one host, as the stack's events do (docs/wire.md): clocks of equal host ids can be compared. */

import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

export function hostId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return hostname()
  }
}
