/** Texts of what she does with her profile as a whole, in both languages. */
import { language } from '../shop/language';

const en = {
  forget: 'Forget',
  forgetThis: (name: string) => `Forget ${name}`,
  forgotten: (name: string) => `Forgotten: ${name}.`,
  failed: (message: string) => `That did not work: ${message}.`,
  takeTitle: 'Take it along',
  takeLead:
    'To another telephone or computer of yours: a file that only a one-time key opens. Neither goes through the shop’s server. Carry the key another way than the file: write it down, or photograph it.',
  take: 'Make file and key',
  saveFile: 'Save the file',
  key: 'One-time key',
  keyCode: 'The key as a QR code',
  codesLead: 'Or without the file: photograph these codes with the other device, all of them, and the key.',
  code: (number: number, count: number) => `Code ${number} of ${count}`,
  tooLarge: 'Your profile is too large for QR codes: use the file.',
  exportTitle: 'To read',
  exportLead: 'Everything that is kept, as JSON: nothing is left out.',
  export: 'Download as JSON',
  bringTitle: 'Bring it here',
  bringLead: 'What you bring is joined with what is here; nothing is lost. Your yes is not part of it: it is needed on each device.',
  needsYes: 'Say yes above first. Without it nothing is kept here.',
  file: 'File from the other device, JSON, or photographs of its QR codes',
  keyField: 'One-time key (not for JSON)',
  bring: 'Bring it here',
  brought: 'It is here now.',
  noFile: 'Choose a file first.',
  noCode: (name: string) => `In ${name} no QR code could be read. Photograph it from nearer, without reflections.`,
  empty: 'There is nothing to take along yet.',
};

const ja: typeof en = {
  forget: '忘れる',
  forgetThis: (name: string) => `「${name}」を忘れる`,
  forgotten: (name: string) => `「${name}」を忘れました。`,
  failed: (message: string) => `できませんでした（${message}）。`,
  takeTitle: '持ち出す',
  takeLead:
    'ほかのスマートフォンやパソコンへ移せます。一度限りの鍵でだけ開くファイルで、店のサーバーは通りません。鍵はファイルとは別に、書き写すか写真に撮ってお持ちください。',
  take: 'ファイルと鍵を作る',
  saveFile: 'ファイルを保存',
  key: '一度限りの鍵',
  keyCode: '鍵の QR コード',
  codesLead: 'ファイルなしでも移せます。もう一台の端末で、下のコードをすべてと鍵を撮影してください。',
  code: (number: number, count: number) => `コード ${number} / ${count}`,
  tooLarge: 'QR コードに収まらない量のため、ファイルをお使いください。',
  exportTitle: '読む',
  exportLead: '控えのすべてを JSON で。省いたものはありません。',
  export: 'JSON をダウンロード',
  bringTitle: 'ここへ移す',
  bringLead: '移したものは、ここにある控えと合わさり、何も失われません。同意は引き継がれません。端末ごとに必要です。',
  needsYes: '先に上の「はい」を選んでください。それまで、ここには何も残しません。',
  file: 'もう一台の端末のファイル、JSON、または QR コードの写真',
  keyField: '一度限りの鍵（JSON には不要）',
  bring: 'ここへ移す',
  brought: '移しました。',
  noFile: '先にファイルを選んでください。',
  noCode: (name: string) => `${name} から QR コードを読み取れませんでした。反射を避け、もっと近くで撮ってください。`,
  empty: '持ち出すものはまだありません。',
};

export const inHandWords = (): typeof en => (language() === 'ja' ? ja : en);
