/** Statements of OFX 1.02 (SGML, values left open) and 2.00 (XML) of one account (formats.md §9). */

import type { CanonicalRecord } from '../../harness/model/record.ts'
import { majorUnits, type FormatWriter, type WrittenAccount } from './format-writer.ts'
import { localTimes, type LocalTime } from './local-times.ts'

const heads = {
  ofx1: 'OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n',
  ofx2: '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="200" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n',
}

export function ofxWriter(version: 'ofx1' | 'ofx2', { statementAccount, currency, zone, sender }: WrittenAccount): FormatWriter {
  const local = localTimes(zone)
  const value = (name: string, text: string): string => (version === 'ofx1' ? `<${name}>${text}\n` : `<${name}>${text}</${name}>\n`)
  let balanceMinor = 0n
  let at = ''

  function transaction({ recordId, netMinor, occurredAt, references = [] }: CanonicalRecord): string {
    at = ofxTime(local(occurredAt))
    balanceMinor += netMinor
    const values = [
      value('TRNTYPE', netMinor < 0n ? 'DEBIT' : 'CREDIT'),
      value('DTPOSTED', at),
      value('TRNAMT', majorUnits(netMinor, currency)),
      value('FITID', recordId),
      value('NAME', sender),
      value('MEMO', references.join(' ')),
    ]
    return `<STMTTRN>\n${values.join('')}</STMTTRN>\n`
  }

  return {
    begin: () =>
      `${heads[version]}<OFX>\n<BANKMSGSRSV1>\n<STMTTRNRS>\n<STMTRS>\n${value('CURDEF', currency)}` +
      `<BANKACCTFROM>\n${value('BANKID', '000000000')}${value('ACCTID', statementAccount)}${value('ACCTTYPE', 'CHECKING')}</BANKACCTFROM>\n<BANKTRANLIST>\n`,
    add: transaction,
    end: () =>
      `</BANKTRANLIST>\n<LEDGERBAL>\n${value('BALAMT', majorUnits(balanceMinor, currency))}${value('DTASOF', at)}</LEDGERBAL>\n` +
      '</STMTRS>\n</STMTTRNRS>\n</BANKMSGSRSV1>\n</OFX>\n',
  }
}

/** `20260108120000[+1]`; half hours as a fraction. */
function ofxTime({ text, offset }: LocalTime): string {
  const hours = Number(offset.slice(1, 3)) + Number(offset.slice(4, 6)) / 60
  return `${text.replace(/[-:T]/g, '')}[${offset.slice(0, 1)}${hours}]`
}
