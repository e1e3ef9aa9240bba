/** Lines put off and lines asked about: where they are, who waits for whom, and how they go on. */
import './review.css';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { QuestionWire } from '../../../domain/wire-questions.ts';
import { change } from '../../http/request.ts';
import { useFormat } from '../../i18n/format.ts';
import { BlankState, ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Word } from '../../parts/word.tsx';
import { ReviewNav, useQuestions } from './review-nav.tsx';

export default function QuestionsPage() {
  const { t } = useTranslation();
  const { data, error, isError, refetch } = useQuestions();
  const [problem, setProblem] = useState<unknown>(null);
  return (
    <>
      <ReviewNav />
      <PageHead title={t('review.questions')} lead={t('review.questionsLead')} />
      {problem !== null && <ProblemNote error={problem} />}
      {data === undefined ? (
        isError ? (
          <ProblemNote error={error} onRetry={() => void refetch()} />
        ) : (
          <Waiting />
        )
      ) : data.length === 0 ? (
        <BlankState icon="done" title={t('review.noQuestions')} />
      ) : (
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('review.column.line')}</th>
                <th scope="col">{t('review.column.waitsFor')}</th>
                <th scope="col">{t('review.column.askedBy')}</th>
                <th scope="col">{t('review.column.since')}</th>
                <th scope="col">
                  <span className="unseen">{t('review.column.todo')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map((question) => (
                <QuestionRow key={question.lineId} question={question} onProblem={setProblem} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function QuestionRow({ question, onProblem }: { question: QuestionWire; onProblem(problem: unknown): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const { waitsFor, asked } = question;
  /** Without a word: the line goes on with whoever asked, or at once. */
  async function sendBack() {
    onProblem(null);
    try {
      await change('POST', `/api/rows/${question.lineId}/answers`, {});
    } catch (caught) {
      onProblem(caught);
    }
    await queries.invalidateQueries({ queryKey: ['questions'] });
  }
  return (
    <tr>
      <th scope="row">
        <Link href={`/pages/${question.pageId}`}>
          {t('review.lineOf', { sheet: question.sheet, line: question.index })}
        </Link>
      </th>
      <td>
        <Word tone={waitsFor === 'supervisor' ? 'look' : 'busy'}>
          {asked !== null && waitsFor === 'colleague'
            ? t('review.waitsForPerson', { name: asked })
            : t(`review.waitsFor.${waitsFor}`)}
        </Word>
      </td>
      <td>{question.askedBy ?? '–'}</td>
      <td>{format.time(question.at)}</td>
      <td>
        <span className="buttons">
          {question.isHeld ? (
            <span className="soft">{t('review.isHeld')}</span>
          ) : (
            <>
              {question.mayTake && (
                <button type="button" className="button" onClick={() => go(`/review?line=${question.lineId}`)}>
                  {t('review.takeLine')}
                </button>
              )}
              {question.mayAnswer && !question.mayTake && (
                <button type="button" className="button" onClick={() => void sendBack()}>
                  {t('review.sendBack')}
                </button>
              )}
            </>
          )}
        </span>
      </td>
    </tr>
  );
}
