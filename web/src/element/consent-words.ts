/**
 * The words of the consent banner and of its dialog. They say what happens and nothing else; a shop that changes what they mean raises
 * `privacy.consentText` in its site document.
 */
import type { Purpose } from '../types.js';

export interface ConsentWords {
  readonly label: string;
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly choose: string;
  readonly more: string;
  readonly dialogTitle: string;
  readonly dialogText: string;
  readonly purposes: Readonly<Record<Purpose, readonly [name: string, text: string]>>;
  /** Beside a purpose that her browser refuses for her. */
  readonly refusedByBrowser: string;
  readonly all: string;
  readonly none: string;
  readonly save: string;
  readonly close: string;
}

const kEnglish: ConsentWords = {
  label: 'Your choice about personalization',
  title: 'May this shop remember what you like?',
  text:
    'If you say yes, your browser keeps a note of what you look at and buy here, and uses it to choose what this shop shows you. ' +
    'The note stays on this device and is not sent to us. Without it the shop works just the same, and you can change your mind at any time.',
  yes: 'Yes, remember',
  no: 'No, don’t remember',
  choose: 'Choose one by one',
  more: 'More about this',
  dialogTitle: 'What may this shop do?',
  dialogText: 'Only what is switched on happens. You can come back and change this at any time; what you switch off is erased at once.',
  purposes: {
    personalization: ['Choose what I see', 'Your browser notes what you look at and buy here, and uses the note to choose products and messages for you.'],
    storage: ['Keep the note on this device', 'The note is still there when you come back. Your browser keeps it encrypted; it is not sent to us.'],
    measurement: ['Count what works', 'We learn totals over many visitors, such as how often a message was followed. Your browser adds chance to each answer before it sends it.'],
  },
  refusedByBrowser: 'Your browser asks us not to (Global Privacy Control).',
  all: 'Allow all',
  none: 'Allow nothing',
  save: 'Save my choice',
  close: 'Close',
};

const kJapanese: ConsentWords = {
  label: 'おすすめ表示についての選択',
  title: 'お好みを覚えてもよろしいですか？',
  text:
    '「はい」を選ぶと、このお店で見た商品や買った商品のメモを、お使いのブラウザーの中に保存し、表示する商品や内容を選ぶために使います。' +
    'メモはこの端末の中だけに保存され、お店には送られません。「いいえ」でもお買い物は同じようにできます。選択はいつでも変えられます。',
  yes: 'はい、覚える',
  no: 'いいえ、覚えない',
  choose: '項目ごとに選ぶ',
  more: '詳しく見る',
  dialogTitle: 'このお店に許可すること',
  dialogText: 'オンにしたことだけを行います。いつでもここで変えられます。オフにしたものは、すぐに消去します。',
  purposes: {
    personalization: ['お好みに合わせて表示する', 'ご覧になった商品や買った商品をブラウザーがメモし、表示する商品やお知らせを選ぶために使います。'],
    storage: ['メモをこの端末に残す', '次に来店されたときもメモが残っています。ブラウザーが暗号化して保存し、お店には送られません。'],
    measurement: ['効果を数える', 'お知らせが何回選ばれたかなど、多くのお客さまの合計だけをお店に伝えます。ブラウザーがひとつひとつの答えに偶然の誤差を混ぜてから送ります。'],
  },
  refusedByBrowser: 'お使いのブラウザーが「行わないでほしい」と伝えています（Global Privacy Control）。',
  all: 'すべて許可する',
  none: 'すべて許可しない',
  save: '選んだとおりにする',
  close: '閉じる',
};

/** The words in a BCP 47 language; English where there are none in it. */
export const consentWords = (language: string): ConsentWords =>
  language.toLowerCase().split('-')[0] === 'ja' ? kJapanese : kEnglish;
