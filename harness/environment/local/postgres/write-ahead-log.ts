/** Write-ahead log files made in advance, as a server that has run for a while has them. */

import { statfs } from 'node:fs/promises'
import type { Client } from 'pg'

/** PostgreSQL's own size of one file, unless initdb is told otherwise. */
export const walFileMib = 16
/** At 2,000 records a second some three minutes of load. */
export const walFilesMax = 32

/**
 * A fresh server makes each file of its log in the middle of a commit: 16 MB of zeros, written and synced, which was measured to hold that
 * commit up for 70 to 190 ms. Files that a checkpoint has recycled cost nothing, so as many are used up and recycled here, of an eighth
 * of what is free in `folder` at most. Needs `min_wal_size` of at least `walFilesMax` files. Gives their number.
 */
export async function fillLog(client: Client, folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  const files = Math.min(walFilesMax, Math.floor((bavail * bsize) / 8 / (walFileMib * 2 ** 20)))
  for (let file = 0; file < files; file += 1) {
    // A file without any content is not switched away from.
    await client.query("select pg_logical_emit_message(false, 'tenfold', 'file')")
    await client.query('select pg_switch_wal()')
  }
  if (files > 0) await client.query('checkpoint')
  return files
}
