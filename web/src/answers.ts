/** From an answer as the page gives it to the number that crosses: see {@link EngineInstance.answer}. */
import { fail } from './problem.js';
import type { Site } from './site.js';
import type { Answer } from './types.js';

const kMonthDay = /^(\d\d)-(\d\d)$/;

/** The question's number and the answer's. Errors: unknown-name; what an answer may be, the engine judges. */
export const encodeAnswer = ({ questions }: Site, id: string, value: Answer): readonly [question: number, value: number] => {
  const number = questions.findIndex((question) => question.id === id);
  const question = questions[number];
  if (!question) {
    throw fail('unknown-name', `"${id}" is not a question of this site`, `it has ${questions.map((known) => known.id).join(', ') || 'none'}`, 'question');
  }
  if (question.kind === 'choice') return [number, (question.options ?? []).indexOf(String(value))];
  const [, month, day] = (question.kind === 'month-day' && kMonthDay.exec(String(value))) || [];
  return [number, month && day ? Number(month) * 100 + Number(day) : question.kind === typeof value ? Number(value) : NaN];
};
