/** The rail: what this person's roles can do, the petition at hand, and the desk's own switches. */
import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { usePerson, useSessionActions } from '../http/session.ts';
import { change } from '../http/request.ts';
import { useFormat } from '../i18n/format.ts';
import { chooseLanguage, type Language } from '../i18n/i18n.ts';
import { Icon, Mark } from '../parts/icon.tsx';
import { usePetition } from './petition.tsx';
import { type Place, placesOf } from './places.ts';
import { useTheme } from './theme.ts';
import { useStoppedPages } from './stopped-pages.ts';

export function Rail() {
  const { t } = useTranslation();
  const person = usePerson();
  return (
    <header className="rail">
      <Link href="/" className="brand" aria-label="Paraphe">
        <Mark />
        <span>Paraphe</span>
      </Link>
      <PetitionSwitcher />
      <nav aria-label={t('shell.menu')}>
        <ul className="places">
          {placesOf(person).map((place) => (
            <PlaceLink key={place.name} place={place} />
          ))}
        </ul>
      </nav>
      <RailFoot />
    </header>
  );
}

function PlaceLink({ place }: { place: Place }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [location] = useLocation();
  const { petition } = usePetition();
  const toTriage = useStoppedPages(place.name === 'triage').data?.items.length ?? 0;
  const isHere = location === place.path || location.startsWith(`${place.path}/`);
  const waiting = place.name === 'review' ? (petition?.awaitingReview ?? 0) : place.name === 'triage' ? toTriage : 0;
  return (
    <li>
      <Link href={place.path} aria-current={isHere ? 'page' : undefined} title={t(`shell.${place.name}`)}>
        <Icon name={place.name} />
        <span>{t(`shell.${place.name}`)}</span>
        {waiting > 0 && (
          <span className="count" data-tone={place.name === 'triage' ? 'look' : undefined}>
            {format.number(waiting)}
          </span>
        )}
      </Link>
    </li>
  );
}

function PetitionSwitcher() {
  const { t } = useTranslation();
  const { petitions, petition, choose } = usePetition();
  const id = useId();
  return (
    <div className="switcher">
      <label htmlFor={id} className="small soft">
        {t('shell.petition')}
      </label>
      <select
        id={id}
        className="input"
        value={petition?.id ?? ''}
        disabled={petitions.length === 0}
        onChange={(event) => choose(event.target.value)}
      >
        {petitions.length === 0 && <option value="">{t('shell.noPetition')}</option>}
        {petitions.map((one) => (
          <option key={one.id} value={one.id}>
            {one.isPractice ? `${t('common.practice')} · ${one.title}` : one.title}
          </option>
        ))}
      </select>
    </div>
  );
}

function RailFoot() {
  const { t, i18n } = useTranslation();
  const person = usePerson();
  const queries = useQueryClient();
  const { signOut } = useSessionActions();
  const [theme, setTheme] = useTheme();
  function switchLanguage(language: Language) {
    void chooseLanguage(language);
    // Kept with the account for the next computer; here it is chosen already.
    void change('PATCH', '/api/session', { language }).catch(() => {});
  }
  return (
    <div className="rail-foot">
      <Link href="/account" className="who">
        {person.displayName}
      </Link>
      <button
        type="button"
        className="button sign-out"
        data-kind="quiet"
        title={t('shell.signOut')}
        onClick={() => void signOut().catch(() => queries.invalidateQueries({ queryKey: ['session'] }))}
      >
        <Icon name="out" size={18} />
        <span>{t('shell.signOut')}</span>
      </button>
      <div className="toggles">
        <button
          type="button"
          className="button"
          data-kind="quiet"
          aria-label={`${i18n.language === 'fr' ? 'EN' : 'FR'}: ${t('shell.languageLabel')}`}
          title={t('shell.languageLabel')}
          lang={i18n.language === 'fr' ? 'en' : 'fr'}
          onClick={() => switchLanguage(i18n.language === 'fr' ? 'en' : 'fr')}
        >
          {i18n.language === 'fr' ? 'EN' : 'FR'}
        </button>
        <button
          type="button"
          className="button"
          data-kind="quiet"
          aria-label={theme === 'light' ? t('shell.toDark') : t('shell.toLight')}
          title={theme === 'light' ? t('shell.toDark') : t('shell.toLight')}
          onClick={() => setTheme(theme === 'light' ? 'dark' : 'light')}
        >
          <Icon name={theme === 'light' ? 'moon' : 'sun'} size={18} />
        </button>
      </div>
    </div>
  );
}
