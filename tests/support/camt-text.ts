/** Pieces of camt.053 messages, to be put together and changed in tests. */

/** The sample of formats.md §6, with a name that may not be kept. */
export const entry =
  '<Ntry><NtryRef>1</NtryRef><Amt Ccy="USD">59.95</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-08</Dt></BookgDt><ValDt><Dt>2026-01-08</Dt></ValDt><AcctSvcrRef>BANK0001</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Dbtr><Nm>Jane Doe</Nm></Dbtr></RltdPties><RmtInf><Ustrd>STRIPE po_1 TR091</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>'

/** The same entry with one thing changed. */
export const changedEntry = (from: string | RegExp, to: string): string => entry.replace(from, to)

/** One balance of a kind, in a currency; `more` stands behind it. */
export const balance = (type: string, currency: string, amount: string, more = ''): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><CdtLine><Amt Ccy="USD">9</Amt></CdtLine><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>${more}</Bal>`

/** The opening and the closing balance of one currency. */
export const balances = (opening: string, closing: string, currency = 'USD'): string =>
  balance('OPBD', currency, opening) + balance('CLBD', currency, closing)

export const statement = (entries: string, head = ''): string =>
  `<Stmt><Id>1</Id><Acct><Id><IBAN>DE02</IBAN></Id></Acct>${head}${entries}</Stmt>`

/** `header`: of the group, before the statements. */
export const document = (statements: string, version = '02', header = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt>${header}${statements}</BkToCstmrStmt></Document>`
