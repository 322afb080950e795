/** Pieces of OFX files, to be put together and changed in tests. */

/** The sample of formats.md §9. */
export const transaction =
  '<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260108120000[-5:EST]<TRNAMT>59.95<FITID>BANK0001<NAME>STRIPE<MEMO>po_1 TR091</STMTTRN>'

/** The same transaction with one thing changed. */
export const changed = (from: string | RegExp, to: string): string => transaction.replace(from, to)

export const head = 'OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n'

/** One statement of one account. */
export const file = (transactions: string, header = head): string =>
  `${header}<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>42<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>\n${transactions}\n</BANKTRANLIST><LEDGERBAL><BALAMT>200.29<DTASOF>20260109</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n`
