/** Which page stands at which address, and who must sign in first. */
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch } from 'wouter';
import type { LineState } from '../domain/ledger.ts';
import type { RejectionReason } from '../domain/reasons.ts';
import { loadSetUpWords } from './i18n/i18n.ts';
import { useSessionEnd } from './http/session-end.ts';
import { PersonContext, useSessionQuery } from './http/session.ts';
import { ProblemNote, Waiting } from './parts/notes.tsx';
import { PageHead } from './parts/page-head.tsx';
import { SafetyNet } from './parts/safety-net.tsx';
import { ChangePasswordPage } from './pages/sign-in/change-password-page.tsx';
import { SignInPage } from './pages/sign-in/sign-in-page.tsx';
import { PetitionProvider } from './shell/petition.tsx';
import { placesOf } from './shell/places.ts';
import { Shell } from './shell/shell.tsx';
import { SignInAgain } from './shell/sign-in-again.tsx';

const ArrivalsPage = lazy(() => import('./pages/arrivals/arrivals-page.tsx'));
const BatchPage = lazy(() => import('./pages/arrivals/batch-page.tsx'));
const BlanksPage = lazy(() => import('./pages/arrivals/blanks-page.tsx'));
const InsertsPage = lazy(() => import('./pages/triage/inserts-page.tsx'));
const LivePage = lazy(() => import('./pages/live/live-page.tsx'));
const PagePage = lazy(() => import('./pages/arrivals/page-page.tsx'));
const TriagePage = lazy(() => import('./pages/triage/triage-page.tsx'));
const ReviewPage = lazy(() => import('./pages/review/review-page.tsx'));
const ColumnsPage = lazy(() => import('./pages/columns/columns-page.tsx'));
const QuestionsPage = lazy(() => import('./pages/review/questions-page.tsx'));
const CorrectedPage = lazy(() => import('./pages/review/corrected-page.tsx'));
const WorkPage = lazy(() => import('./pages/review/work-page.tsx'));
const SignersPage = lazy(() => import('./pages/signers/signers-page.tsx'));
const DuplicatesPage = lazy(() => import('./pages/signers/duplicates-page.tsx'));
const SignerPage = lazy(() => import('./pages/signers/signer-page.tsx'));
const LinesPage = lazy(() => import('./pages/count/lines-page.tsx'));
const CountPage = lazy(() => import('./pages/count/count-page.tsx'));
const PetitionsPage = lazy(() => import('./pages/petitions/petitions-page.tsx'));
const SetUpPage = lazy(async () => {
  await loadSetUpWords();
  return await import('./pages/set-up/set-up-page.tsx');
});
const PetitionPage = lazy(async () => {
  await loadSetUpWords();
  return await import('./pages/petitions/petition-page.tsx');
});
const PeoplePage = lazy(() => import('./pages/people/people-page.tsx'));
const AccountPage = lazy(() => import('./pages/people/account-page.tsx'));
const AccuracyPage = lazy(() => import('./pages/accuracy/accuracy-page.tsx'));
const AuditPage = lazy(() => import('./pages/people/audit-page.tsx'));

export function App() {
  const session = useSessionQuery();
  const isEnded = useSessionEnd();
  if (session.isPending) return <Waiting lines={2} />;
  if (session.isError && session.data === undefined)
    return (
      <main className="main">
        <ProblemNote error={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  if (!session.data) return <SignInPage />;
  const person = session.data.user;
  // Whose session ended at work is asked in place: what waits on the page would go with it.
  if (person.mustChangePassword && !isEnded) return <ChangePasswordPage />;
  const [home] = placesOf(person);
  return (
    <PersonContext value={person}>
      <PetitionProvider>
        <Shell>
          <SafetyNet>
            <Suspense fallback={<Waiting lines={6} />}>
              <Switch>
                <Route path="/">
                  <Redirect to={home?.path ?? '/account'} replace />
                </Route>
                <Route path="/arrivals" component={ArrivalsPage} />
                <Route path="/arrivals/:id">{({ id }) => <BatchPage id={id} key={id} />}</Route>
                <Route path="/arrivals/:id/blanks">{({ id }) => <BlanksPage id={id} key={id} />}</Route>
                <Route path="/pages/:id">{({ id }) => <PagePage id={id} key={id} />}</Route>
                <Route path="/triage" component={TriagePage} />
                <Route path="/inserts" component={InsertsPage} />
                <Route path="/live" component={LivePage} />
                <Route path="/review" component={ReviewPage} />
                <Route path="/columns" component={ColumnsPage} />
                <Route path="/review/questions" component={QuestionsPage} />
                <Route path="/review/corrected" component={CorrectedPage} />
                <Route path="/review/work" component={WorkPage} />
                <Route path="/signers" component={SignersPage} />
                <Route path="/signers/duplicates" component={DuplicatesPage} />
                <Route path="/signers/:id">{({ id }) => <SignerPage id={id} key={id} />}</Route>
                <Route path="/accuracy" component={AccuracyPage} />
                <Route path="/count" component={CountPage} />
                <Route path="/count/:state/:reason?">
                  {({ state, reason }) => <LinesRoute state={state} reason={reason} key={`${state}/${reason}`} />}
                </Route>
                <Route path="/petitions" component={PetitionsPage} />
                <Route path="/petitions/set-up/:id/:step?">
                  {({ id, step }) => <SetUpPage id={id} step={step} key={id} />}
                </Route>
                <Route path="/petitions/:id">{({ id }) => <PetitionPage id={id} key={id} />}</Route>
                <Route path="/people" component={PeoplePage} />
                <Route path="/account" component={AccountPage} />
                <Route path="/audit" component={AuditPage} />
                <Route component={NotHere} />
              </Switch>
            </Suspense>
          </SafetyNet>
        </Shell>
        <SignInAgain />
      </PetitionProvider>
    </PersonContext>
  );
}

function LinesRoute({ state, reason }: { state: string; reason: string | undefined }) {
  const { i18n } = useTranslation();
  const isKnown = i18n.exists(`state.${state}`) && (reason === undefined || i18n.exists(`reason.${reason}`));
  if (!isKnown) return <NotHere />;
  return <LinesPage state={state as LineState} {...(reason && { reason: reason as RejectionReason })} />;
}

function NotHere() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t('common.notHere')} />
      <p>{t('common.notHereTodo')}</p>
    </>
  );
}
