/** Small files of every format with somebody's data in them, and the words that must not come out. Made up; for tests. */

export interface SensitiveFile {
  readonly name: string
  readonly text: string
  /** Words of sensitive fields. */
  readonly tokens: readonly string[]
  readonly encoding?: 'utf8' | 'latin1' | 'utf16le'
}

const stripeRows = `txn_1Nabc001,2026-01-05 10:00:00,usd,100.00,3.20,96.80,charge,ch_9Zxy001,ch_9Zxy001,pi_7Qrs001,po_5Lmn001,Jane Roe,jane.roe@example.com,"Gift for ""Bob"", urgent"
txn_1Nabc002,2026-01-06 09:00:00,usd,-20.00,0.00,-20.00,refund,re_3Tuv001,ch_9Zxy001,pi_7Qrs001,po_5Lmn001,Jane Roe,jane.roe@example.com,
txn_1Nabc003,2026-01-06 09:30:00,usd,Janine,0.00,-20.00,refund,re_3Tuv002,ch_9Zxy001,pi_7Qrs001,po_5Lmn001,Jane Roe,jane.roe@example.com,
txn_1Nabc004,2026-01-08 00:00:00,usd,-76.80,0.00,-76.80,payout,po_5Lmn001,,,po_5Lmn001,,,
txn_1Nabc005,2026-01-08 00:00:00,usd,1.00,0.00,1.00,charge,Karl,Heinz
`
const stripeHeader =
  'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,payment_intent_id,automatic_payout_id,customer_name,customer_email,description'
const stripeTokens = ['1Nabc001', '9Zxy001', '7Qrs001', '5Lmn001', 'Jane', 'Roe', 'example.com', 'Bob', 'urgent', 'Janine', 'Karl', 'Heinz']

const payPalColumns =
  '"CH","Transaction ID","Invoice ID","PayPal Reference ID","PayPal Reference ID Type","Transaction Event Code","Transaction Initiation Date","Transaction Completion Date","Transaction Debit or Credit","Gross Transaction Amount","Gross Transaction Currency","Fee Debit or Credit","Fee Amount","Fee Currency"'
const payPalRow =
  '"SB","5TX11111111111111","INV-70077","","","T0006",2026/01/06 00:00:30 -0800,2026/01/06 00:00:30 -0800,"CR",5200,"EUR","DR",225,"EUR"'

/** A page of Stripe's API with one charge, and what its source and itself hold besides. */
export function stripePage(ofSource: object, ofCharge: object = {}): object {
  const charge = {
    id: 'txn_1Nabc001',
    object: 'balance_transaction',
    amount: 10_000,
    fee: 320,
    net: 9_680,
    created: 1_767_600_000,
    currency: 'usd',
    type: 'charge',
    reporting_category: 'charge',
    ...ofCharge,
    source: { id: 'ch_9Zxy001', ...ofSource },
  }
  return { object: 'list', data: [charge] }
}

export const sensitiveFiles: readonly SensitiveFile[] = [
  {
    name: 'stripe.csv',
    text: `${stripeHeader},trace_id\n${stripeRows
      .replaceAll(/\n(?!$)/g, ',\n')
      .replace(/\n$/, ',\n')
      .replace('Heinz,', 'Heinz')}`,
    tokens: stripeTokens,
  },
  { name: 'stripe-balance.csv', text: `\uFEFF${stripeHeader}\n${stripeRows}`, tokens: stripeTokens },
  {
    name: 'stripe-payouts.csv',
    text: 'payout_id,effective_at_utc,balance_transaction_id,currency,gross,fee,net,reporting_category,destination_name\npo_5Lmn001,2026-01-08 00:00:00,txn_1Nabc004,usd,-76.80,0.00,-76.80,payout,Roe Bank\n',
    tokens: ['5Lmn001', '1Nabc004', 'Roe'],
  },
  {
    name: 'stripe.json',
    text: JSON.stringify(
      stripePage(
        {
          payment_intent: 'pi_7Qrs001',
          billing_details: { name: 'Jane Roe', phone: 491_701_234_567 },
          metadata: { note: 'M\u00fcller' },
        },
        { description: 'Gift for "Bob"' },
      ),
      null,
      1,
    ),
    tokens: ['1Nabc001', '9Zxy001', '7Qrs001', 'Bob', 'Jane', '491701234567', 'M\u00fcller'],
  },
  {
    name: 'adyen.csv',
    text: `Company Account,Merchant Account,Psp Reference,Merchant Reference,Payment Method,Creation Date,TimeZone,Type,Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),Exchange Rate,Net Currency,Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),Scheme Fees (NC),Interchange (NC),Batch Number,Reserved4
AcmeCorp,AcmeShop,8836112233445566,ORDER-55501,visa,2026-01-05 10:00:00,CET,Settled,8836112233445599,EUR,,50.00,1,EUR,,48.50,1.50,,,,471,Jane Roe
AcmeCorp,AcmeShop,,,,2026-01-06 10:00:00,CET,MerchantPayout,TX7788990011XT batch 471,EUR,,,,EUR,48.50,,,,,,471,
`,
    tokens: ['AcmeCorp', 'AcmeShop', '8836112233445566', '55501', '8836112233445599', '7788990011', 'Jane'],
  },
  {
    name: 'paypal-stl.csv',
    text: `"RH",2026/01/07 02:05:05 -0800,"A","ACCTROE77",009,\n"FH",01\n"SH",2026/01/06 00:00:00 -0800,2026/01/06 23:59:59 -0800,"ACCTROE77","Roe Ltd"\n${payPalColumns},"Custom Field","Consumer ID"\n${payPalRow},"Jane Roe","CONSUMER8"\n"SF","EUR",5200,0,0,225,"CR",0,"CR",4975\n"SC",1\n"RF","EUR",5200,0,0,225,"CR",0,"CR",4975\n"RC",1\n"FF",1\n`,
    tokens: ['ACCTROE77', 'Roe', '5TX11111111111111', 'INV-70077', 'Jane', 'CONSUMER8'],
  },
  {
    name: 'paypal-trr.csv',
    text: `${payPalColumns},"Transactional Status","Payer's Account ID","First Name"\n${payPalRow},"S","jane.roe@example.com","Jane"\n${payPalRow.replace('5TX1', '6TX2')},"P","jane.roe@example.com","Jane"\n`,
    tokens: ['5TX11111111111111', '6TX21111111111111', 'INV-70077', 'jane', 'example.com'],
    encoding: 'utf16le',
  },
  ...['053', '054'].map((message): SensitiveFile => {
    const [root, statement] = message === '053' ? ['BkToCstmrStmt', 'Stmt'] : ['BkToCstmrDbtCdtNtfctn', 'Ntfctn']
    return {
      name: `bank-${message}.xml`,
      text: `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.${message}.001.08"><!-- for Jane --><${root}><GrpHdr><MsgId>MSG-ROE-1</MsgId></GrpHdr><${statement}><Id>S-ROE-1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ownr><Nm>Roe &amp; M\u00fcller</Nm></Ownr></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal><Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">60.95</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Ntry><NtryRef>1</NtryRef><Amt Ccy="EUR">59.95</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-08</Dt></BookgDt><AcctSvcrRef>BANKREF0001</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Jane Roe</Nm><CtctDtls><PhneNb>+49-1701234567</PhneNb></CtctDtls></Pty></Dbtr></RltdPties><RmtInf><Ustrd>STRIPE po_5Lmn001 from GB82WEST12345698765432</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></${statement}></${root}></Document>
`,
      tokens: ['ROE', 'Jane', '370400440532013000', 'M\u00fcller', 'BANKREF0001', '1701234567', '5Lmn001', 'WEST12345698765432'],
    }
  }),
  {
    name: 'bank.sta',
    text: `{1:F01ROEBANKXXXX0000000000}{2:I940ROEBANKXXXXN}{4:
:20:STARTROE1
:25:37040044/0532013000
:28C:1/1
:60F:C260107EUR1,00
:61:2601080108C59,95NTRFINV-70077//BANKREF0001
M\u00fcller supplement
:86:166?00GUTSCHRIFT?20EREF+NOTPROVIDED?21SVWZ+STRIPE po_5Lmn001 J?22ane Roe 370400?30COBADEFF?31532013000?32JANE ROE
:61:2601080108X10,00NTRFNONREF
:62F:C260108EUR60,95
-}
`,
    tokens: [
      'ROEBANK',
      'STARTROE1',
      '37040044',
      '0532013000',
      'INV-70077',
      'BANKREF0001',
      'M\u00fcller',
      '5Lmn001',
      'Roe',
      'COBADEFF',
      'ane',
    ],
    encoding: 'latin1',
  },
  {
    name: 'bank.bai',
    text: `01,ROEBANK1,ACMECUST,260109,0600,1,80,,2/
02,ACMECUST,ROEBANK1,1,260108,,USD,2/
03,0001234567,USD,010,10000,,,015,15995,,,100,5995,1,,400,0,0,/
16,165,5995,0,BANKREF0001,po_5Lmn001,STRIPE TRANSFER/
88,TR091777 JANE ROE
49,37985,4/
98,37985,1,6/
99,37985,1,8/
`,
    tokens: ['ROEBANK1', 'ACMECUST', '0001234567', 'BANKREF0001', '5Lmn001', 'STRIPE', '091777', 'JANE'],
  },
  {
    name: 'bank.ofx',
    text: `OFXHEADER:100
DATA:OFXSGML
VERSION:102

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>121099999<ACCTID>ROE999988<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260108120000[-5:EST]<TRNAMT>59.95<FITID>BANKREF0001<NAME>JANE ROE<MEMO>po_5Lmn001 A &amp; B</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>soon<TRNAMT>-1.00<FITID>BANKREF0002<NAME>JANE ROE</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>60.95<DTASOF>20260108</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
`,
    tokens: ['121099999', 'ROE999988', 'BANKREF0001', 'JANE', '5Lmn001'],
  },
  {
    name: 'ledger.csv',
    text: 'tenant,merchant,entry_id,kind,reference,parent_reference,amount,currency,occurred_at\nacmecorp,roeshop,le_9001,charge,pi_7Qrs001,,24.99,EUR,2026-03-01T23:06:44.990Z\n',
    tokens: ['acmecorp', 'roeshop', '9001', '7Qrs001'],
  },
  {
    name: 'shopify-orders.csv',
    text: 'Name,Email,Financial Status,Paid at,Currency,Total,Created at,Billing Name,Payment Reference,Id\n#100177,jane@example.com,paid,2026-05-01 10:00:00 +0200,EUR,12.50,2026-05-01 09:59:00 +0200,Jane Roe,c77abc9.1,5550001\n#100177,jane@example.com,,,,,,,,\n',
    tokens: ['100177', 'jane', 'example.com', 'Roe', 'c77abc9', '5550001'],
  },
  {
    name: 'shopify-transactions.csv',
    text: 'Order,Name,Kind,Gateway,Created At,Status,Amount,Currency,Card Type\n5550001,#100177,sale,roepay,2026-05-01 10:00:00 +0200,success,12.50,EUR,visa\n5550001,#100177,authorization,roepay,2026-05-01 10:00:00 +0200,success,12.50,EUR,visa\n',
    tokens: ['5550001', '100177', 'roepay', 'visa'],
  },
]
