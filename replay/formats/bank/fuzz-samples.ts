/** A whole file of each bank format, of five rows and with totals that hold, for tests to break. */

import type { BankFormat } from '../bank-formats.ts'

/** Five rows, no amount twice, credits and debits, and totals that hold. */
export const cents = [5_995, -1_000, 25, 123_456, -77]
const sum = cents.reduce((total, each) => total + each, 0)
const credits = cents.reduce((total, each) => total + Math.max(0, each), 0)
const major = (value: number, sign = '.'): string =>
  `${Math.trunc(Math.abs(value) / 100)}${sign}${String(Math.abs(value) % 100).padStart(2, '0')}`

export interface Sample {
  readonly name: string
  readonly format: BankFormat
  readonly before: string
  readonly rows: readonly string[]
  readonly after: string
  /** Begins each row; what comes before it in a row is left alone. */
  readonly begin: string
  /** Signs that end a row or begin another: these change what is a row, not what is in it. */
  readonly structural: RegExp
  /** Whether the file's own totals tell a changed amount. */
  readonly proves: boolean
}

export const samples: readonly Sample[] = [
  {
    name: 'camt.053',
    format: 'camt053',
    before:
      '<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>DE02</IBAN></Id></Acct>' +
      '<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>' +
      `<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${major(sum)}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>\n`,
    rows: cents.map(
      (value, index) =>
        `<Ntry><Amt Ccy="EUR">${major(value)}</Amt><CdtDbtInd>${value < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-0${index + 1}</Dt></BookgDt><AcctSvcrRef>B${index}</AcctSvcrRef></Ntry>\n`,
    ),
    after: '</Stmt></BkToCstmrStmt></Document>\n',
    begin: '<Ntry>',
    structural: /[<>&/"='\s\w]/,
    proves: true,
  },
  {
    name: 'MT940',
    format: 'mt940',
    before: ':20:A\n:25:ACC\n:60F:C260101EUR0,00\n',
    rows: cents.map(
      (value, index) =>
        `:61:26010${index + 1}${value < 0 ? 'D' : 'C'}${major(value, ',')}NTRFREF${index}//B${index}\n:86:166?20SVWZ+po_${index}\n`,
    ),
    after: `:62F:C260131EUR${major(sum, ',')}\n-\n`,
    begin: ':61:',
    structural: /[\r\n]/,
    proves: true,
  },
  {
    name: 'BAI2',
    format: 'bai2',
    before: '01,A,B,260109,0600,1,,,2/\n02,B,A,1,260108,,EUR,2/\n03,1,EUR,010,0,,/\n',
    rows: cents.map((value, index) => `16,${value < 0 ? 475 : 165},${Math.abs(value)},,B${index},C${index},po_${index}/\n`),
    after: `49,${cents.reduce((total, each) => total + Math.abs(each), 0)},7/\n98,${cents.reduce((total, each) => total + Math.abs(each), 0)},1,9/\n99,${cents.reduce((total, each) => total + Math.abs(each), 0)},1,11/\n`,
    begin: '16,',
    structural: /[\r\n]/,
    proves: true,
  },
  {
    name: 'OFX 1',
    format: 'ofx',
    before: 'OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>\n',
    rows: cents.map(
      (value, index) =>
        `<STMTTRN><TRNTYPE>OTHER<DTPOSTED>2026010${index + 1}<TRNAMT>${value < 0 ? '-' : ''}${major(value)}<FITID>B${index}<MEMO>po_${index}</STMTTRN>\n`,
    ),
    after: '</BANKTRANLIST></STMTRS></OFX>\n',
    begin: '<STMTTRN>',
    structural: /[<>!?/]/,
    proves: false,
  },
  {
    name: 'camt.054',
    format: 'camt054',
    before:
      '<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><Ntfctn><Acct><Id><IBAN>DE02</IBAN></Id></Acct>' +
      `<TxsSummry><TtlCdtNtries><NbOfNtries>3</NbOfNtries><Sum>${major(credits)}</Sum></TtlCdtNtries>` +
      `<TtlDbtNtries><NbOfNtries>2</NbOfNtries><Sum>${major(credits - sum)}</Sum></TtlDbtNtries></TxsSummry>\n`,
    rows: cents.map(
      (value, index) =>
        `<Ntry><Amt Ccy="EUR">${major(value)}</Amt><CdtDbtInd>${value < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>2026-01-0${index + 1}T10:00:00Z</DtTm></BookgDt>` +
        `<NtryDtls><TxDtls><Refs><EndToEndId>E${index}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>\n`,
    ),
    after: '</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>\n',
    begin: '<Ntry>',
    structural: /[<>&/"='\s\w]/,
    proves: true,
  },
  {
    name: 'MT942',
    format: 'mt940',
    before: ':20:A\n:25:ACC\n:28C:1/1\n:34F:EUR0,\n:13D:2601081200+0100\n',
    rows: cents.map(
      (value, index) =>
        `:61:26010${index + 1}010${index + 1}${value < 0 ? 'D' : 'C'}${major(value, ',')}NTRFREF${index}//B${index}\n:86:/EREF/E-${index}/REMI/po_${index}\n`,
    ),
    after: `:90D:2EUR${major(credits - sum, ',')}\n:90C:3EUR${major(credits, ',')}\n-\n`,
    begin: ':61:',
    structural: /[\r\n]/,
    proves: true,
  },
  {
    name: 'OFX 2',
    format: 'ofx',
    before:
      '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE"?>\n' +
      '<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR</CURDEF><BANKACCTFROM><ACCTID>1</ACCTID></BANKACCTFROM><BANKTRANLIST>\n',
    rows: cents.map(
      (value, index) =>
        `<STMTTRN><TRNTYPE>OTHER</TRNTYPE><DTPOSTED>2026010${index + 1}120000.000[+1:CET]</DTPOSTED><TRNAMT>${value < 0 ? '-' : ''}${major(value)}</TRNAMT><FITID>B${index}</FITID><MEMO>po_${index} &amp; more</MEMO></STMTTRN>\n`,
    ),
    after: '</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n',
    begin: '<STMTTRN>',
    structural: /[<>!?/]/,
    proves: false,
  },
]

export const textOf = ({ before, rows, after }: Sample, changed = rows): string => before + changed.join('') + after
