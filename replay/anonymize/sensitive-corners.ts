/** Files with somebody's data where nobody looks: in heads, comments, names of fields, codes that slipped. Made up; for tests. */

import { stripePage, type SensitiveFile } from './sensitive-files.ts'

const card = '4242 4242 4242 4242'
const ofxBody = `<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>121099999<ACCTID>ROE999988<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>
<!-- exported for Karla --><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260108<TRNAMT>59.95<FITID>BANKREF0001<NAME>from <jane.roe@example.com> &#74;&#97;&#110;&#x69;&#110;&#101;<MEMO>po_5Lmn001 (${card})</STMTTRN>
<STMTTRN note="Heinrich"><TRNTYPE>Susanna<DTPOSTED>20260109<TRNAMT>+49 170 1234567<FITID>BANKREF0002<NAME>IBAN:de89 3704 0044 0532 0130 00</STMTTRN>
<?note for Wilma?></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
<!-- end of Karla's file -->
`
const ofxTokens = [
  'Karla',
  'jane.roe',
  'example.com',
  '&#74;',
  'Heinrich',
  'Susanna',
  '1234567',
  'de89',
  '3704',
  '0532',
  'Wilma',
  '4242',
  '5Lmn001',
  'ROE999988',
]

export const sensitiveCorners: readonly SensitiveFile[] = [
  {
    name: 'head.ofx',
    text: `OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\nOLDFILEUID:ROE-2025-7788\nNEWFILEUID:janeroe-2026-9911\n\n${ofxBody}`,
    tokens: [...ofxTokens, '2025-7788', 'janeroe', '9911'],
  },
  {
    name: 'head2.ofx',
    text: `<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by Karl-Otto -->\n<?OFX OFXHEADER="200" VERSION="200" SECURITY="NONE" OLDFILEUID="ROE-2025-7788" NEWFILEUID="janeroe-2026-9911"?>\n${ofxBody}`,
    tokens: [...ofxTokens, 'Karl-Otto', '2025-7788', 'janeroe', '9911'],
  },
  {
    name: 'corners.xml',
    text: `\uFEFF<?xml version="1.0" encoding="UTF-8"?>
<?note for Wilma?><!-- made by Karl-Otto, v\u00e0 -->
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08 file:///C:/Users/jane.roe/camt.053.001.08.xsd"><BkToCstmrStmt><Stmt><Id>S1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>
<Ntry owner="Heinrich"><NtryRef>1</NtryRef><Amt Ccy="EUR">59.95</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-08</Dt></BookgDt><BkTxCd><Prtry><Cd>Overdraft Susanna</Cd></Prtry></BkTxCd><NtryDtls><TxDtls><RmtInf><Ustrd>po_5Lmn001 (${card}) IBAN:de89 3704 0044 0532 0130 00. Jos\u00e8\u00a07 \u00e0 la &#74;&#97;&#110;&#x69;&#110;&#101; 3782\u00a0822463\u00a010005</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>
<!-- Karl-Otto's, too --><?end of Wilma?>
`,
    tokens: [
      'Wilma',
      'Karl-Otto',
      'jane.roe',
      'users',
      'Heinrich',
      'Susanna',
      'Overdraft',
      '4242',
      '3704',
      '0532',
      '&#74;',
      '822463',
      '3782',
      '5Lmn001',
      'Jos\u00e8',
      '370400440532013000',
    ],
  },
  {
    name: 'metadata.json',
    // On one line, as no export has it and some tools do.
    text: JSON.stringify(
      stripePage({
        metadata: {
          'Jane Roe': 'yes',
          type: 'Susanna',
          id: 'Heinrich77',
          amount: 491_701_234_567,
          'M\u00fcller "Gift"\n': { object: 'wilma' },
        },
        billing_details: { object: 'karla', address: { line1: 'Quellweg 7b', value: '10115' } },
      }),
    ),
    tokens: [
      '1Nabc001',
      '9Zxy001',
      'Jane',
      'Roe',
      'Susanna',
      'Heinrich77',
      '491701234567',
      'M\u00fcller',
      'Gift',
      'wilma',
      'karla',
      'Quellweg',
      '10115',
    ],
  },
  {
    name: 'metadata.csv',
    text: `balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,payment_metadata[Jane Roe],"refund_metadata[Gift, ""Bob""]",heinrich_id,trace_id
txn_1Nabc001,2026-01-05 10:00:00,usd,100.00,3.20,96.80,charge,ch_9Zxy001,x,y,z1234,
txn_1Nabc002,2026-01-05 10:00:00,Susanna,100.00,3.20,96.80,Wilma Klein,ch_9Zxy002,x,y,z1234,
txn_1Nabc003,2026-01-05 10:00:00,usd,+49 170 1234567,3.20,170/7654321,charge,ch_9Zxy003,x,y,z1234,
txn_1Nabc004,123-45-6789,usd,${card},3.20,96.80,charge,ch_9Zxy004,x,y,z1234,
`,
    tokens: [
      'Jane',
      'Roe',
      'Gift',
      'Bob',
      'heinrich',
      'Susanna',
      'Wilma',
      'Klein',
      '1234567',
      '7654321',
      '6789',
      '4242',
      'z1234',
      '9Zxy001',
    ],
  },
  {
    name: 'frames.csv',
    text: `"RH",2026/01/07 02:05:05 -0800,"A","ACCTROE77",009,"Heinrich"
"FH",01,"Karla"
"SH",2026/01/06 00:00:00 -0800,2026/01/06 23:59:59 -0800,"ACCTROE77","Roe Ltd"
"CH","Transaction ID","Invoice ID","PayPal Reference ID","PayPal Reference ID Type","Transaction Event Code","Transaction Initiation Date","Transaction Completion Date","Transaction Debit or Credit","Gross Transaction Amount","Gross Transaction Currency","Fee Debit or Credit","Fee Amount","Fee Currency","Jane's own"
"SB","5TX11111111111111","INV-70077","","Wilma","T0006",2026/01/06 00:00:30 -0800,2026/01/06 00:00:30 -0800,"CR",5200,"EUR","DR",225,"EUR","Susanna"
"SF","EUR",5200,0,0,225,"CR",0,"CR",4975
"SC",1,"Otto Klein"
"RF","EUR",5200,0,0,225,"CR",0,"CR",4975
"RC",1
"FF",1
`,
    tokens: ['ACCTROE77', 'Heinrich', 'Karla', 'Roe', 'Jane', 'Wilma', 'Susanna', 'Otto', 'Klein', '70077'],
  },
  {
    name: 'blocks.sta',
    text: `Statement of Heinrich
{1:F01ROEBANKXXXX0000000000}{2:I940ROEBANKXXXXN}{3:{108:JANEREF12345}}{4:
:20:STARTROE1
:25:37040044/0532013000
:28C:1/1 Wilma
:60F:C260107EUR1,00
:61:2601080108C59,95NTRFINV-70077//BANKREF0001
:86:166?00GUTSCHRIFT?20SVWZ+po_5Lmn001 Karte:42424?2124242424242/IBAN:de89 37040?220440532013000?32JANE ROE
:61:4242424242424242C10,00NTRFNONREF
:62F:C260108EUR60,95
-}{5:{CHK:ROE123456789}{TNG:Susanna}} Karla
`,
    tokens: [
      'Heinrich',
      'ROEBANK',
      'JANEREF',
      '12345',
      'Wilma',
      '37040044',
      '0532013000',
      '70077',
      '5Lmn001',
      '42424242',
      '0440532013000',
      'JANE',
      'ROE123456789',
      'Susanna',
      'Karla',
    ],
  },
  {
    name: 'slipped.bai',
    text: `01,ROEBANK1,ACMECUST,260109,0600,370400440532,Heinrich,,2/
02,ACMECUST,ROEBANK1,1,260108,,USD,2/
03,0001234567,USD,010,10000,,,015,15995,,Karla,100,5995,1,,400,0,0,/
16,165,5995,0,BANKREF0001,po_5Lmn001,IBAN:DE89 3704 0044 0532 0130 00 (${card})/
16,Susanna,Wilma,0,BANKREF0002,,/
49,37985,4/
98,37985,1,6/
99,37985,1,8/
`,
    tokens: [
      'ROEBANK1',
      'ACMECUST',
      '370400440532',
      'Heinrich',
      '0001234567',
      'Karla',
      '5Lmn001',
      '3704',
      '0532',
      '4242',
      'Susanna',
      'Wilma',
      'BANKREF0002',
    ],
  },
  {
    name: 'own.csv',
    text: 'tenant,merchant,entry_id,kind,reference,parent_reference,amount,currency,occurred_at,"of Jane Roe, Quellweg"\nacmecorp,roeshop,le_9001,charge,jane_1985,,24.99,EUR,2026-03-01T23:06:44.990Z,x\nacmecorp,roeshop,le_9002,Susanna,jane_1985,,24.99,EUR,soon Wilma,x\n',
    tokens: ['acmecorp', 'roeshop', '9001', 'jane', '1985', 'Roe', 'Quellweg', 'Susanna', 'Wilma'],
  },
]
