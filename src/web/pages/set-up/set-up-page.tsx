/** From nothing to a running petition, step by step; or a new form version for one that runs. */
import './set-up.css';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { DraftWire } from '../../../domain/wire-draft.ts';
import { ProblemNote, Waiting } from '../../parts/notes.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { AboutStep } from './about-step.tsx';
import { FormStep } from './form-step.tsx';
import { NoticeStep } from './notice-step.tsx';
import { OpenStep } from './open-step.tsx';
import { RulesStep } from './rules-step.tsx';
import { TrialStep } from './trial-step.tsx';
import { type DraftActions, useDraft, useDraftActions } from './use-draft.ts';

const STEPS = ['form', 'about', 'notice', 'rules', 'trial', 'open'] as const;
type StepName = (typeof STEPS)[number];
/** A running petition keeps its title and rules: those are changed on its own page. */
const VERSION_STEPS: readonly StepName[] = ['form', 'notice', 'trial', 'open'];

export interface StepProps {
  draft: DraftWire;
  actions: DraftActions;
  /** On to the next step. */
  onNext(): void;
}

const VIEWS: Record<StepName, (props: StepProps) => React.ReactNode> = {
  form: FormStep,
  about: AboutStep,
  notice: NoticeStep,
  rules: RulesStep,
  trial: TrialStep,
  open: OpenStep,
};

export default function SetUpPage({ id, step }: { id: string; step: string | undefined }) {
  const { t } = useTranslation();
  const query = useDraft(id);
  const actions = useDraftActions(id);
  const [, navigate] = useLocation();
  if (query.isPending) return <Waiting lines={6} />;
  if (query.data === undefined) {
    return (
      <>
        <PageHead title={t('setUp.title')} />
        <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  }
  const draft = query.data;
  const steps = draft.petitionId === null ? STEPS : VERSION_STEPS;
  const current = steps.find((name) => name === step) ?? 'form';
  const next = steps[steps.indexOf(current) + 1];
  const View = VIEWS[current];
  return (
    <div className="set-up">
      <PageHead title={draft.petitionId === null ? t('setUp.title') : t('setUp.versionTitle')} />
      <nav aria-label={t('setUp.steps')}>
        <ol className="steps">
          {steps.map((name, index) => (
            <li key={name}>
              <Link href={`/petitions/set-up/${id}/${name}`} aria-current={name === current ? 'step' : undefined}>
                <span className="step-number">{index + 1}</span> {t(`setUp.step.${name}`)}
              </Link>
            </li>
          ))}
        </ol>
      </nav>
      <View
        key={current}
        draft={draft}
        actions={actions}
        onNext={() => next !== undefined && navigate(`/petitions/set-up/${id}/${next}`)}
      />
    </div>
  );
}
