/** Which bank format a file's first text is of. Reads no rows; a file's name is never asked. */

import type { BankFormat } from '../bank-formats.ts'

/** The format, or undefined where the text is of no bank format that we read. `head` may end anywhere. */
export function detectBank(head: string): BankFormat | undefined {
  if (/^\s*OFXHEADER\s*[:=]|<OFX[\s>]|<\?OFX\s/i.test(head)) return 'ofx'
  if (head.trimStart().startsWith('<')) {
    // The element says what it is, whatever the namespace; the namespace tells where a header is longer than the head.
    const element = /<(?:[\w.-]+:)?BkToCstmr(Stmt|DbtCdtNtfctn)[\s/>]/.exec(head)
    if (element !== null) return element[1] === 'Stmt' ? 'camt053' : 'camt054'
    const message = /camt\.05([34])\.\d{3}\.\d{2}/.exec(head)
    if (message !== null) return message[1] === '3' ? 'camt053' : 'camt054'
    return undefined
  }
  // A file header; the receiver of a CSV file would be a column name.
  if (/^\s*01,[^,\r\n]*,[^,\r\n]*,\d{6}(?:\d\d)?,/.test(head)) return 'bai2'
  // Blanks before a tag stay on its line: a run of blank lines must not be looked through again from each of them.
  if (/(?:^|[\r\n]|@@|\{4:)[^\S\r\n]*:20:/.test(head) && /(?:^|[\r\n]|@@)[^\S\r\n]*:(?:25P?|28C?|60[FM]|61|34F):/.test(head)) return 'mt940'
  if (/\{2:[IO]94[0-2]/.test(head) && /(?:[\r\n]|\{4:)[^\S\r\n]*:20:/.test(head)) return 'mt940'
  return undefined
}
