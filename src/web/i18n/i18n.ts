/** French and English, loaded when asked for; the catalogues' shapes are checked against each other by the compiler. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Catalogue, Shape } from './catalogue.ts';
import type { setUp } from './fr/set-up.ts';

export type Language = 'fr' | 'en';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Catalogue & { setUp: Shape<typeof setUp> } };
    enableSelector: false;
  }
}

const STORED = 'paraphe.language';

export function storedLanguage(): Language {
  let language: string | null = null;
  try {
    language = localStorage.getItem(STORED);
  } catch {
    // Storage may be forbidden.
  }
  if (language === 'fr' || language === 'en') return language;
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'fr';
}

/** Words of pages that few people open come with those pages. */
let wantsSetUp = false;

async function load(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const catalogue = language === 'fr' ? (await import('./fr.ts')).fr : (await import('./en.ts')).en;
    i18next.addResourceBundle(language, 'translation', catalogue);
  }
  if (!wantsSetUp) return;
  const { setUp: words } = language === 'fr' ? await import('./fr/set-up.ts') : await import('./en/set-up.ts');
  i18next.addResourceBundle(language, 'translation', { setUp: words }, true);
}

/** Before the first page that sets a petition up is shown. */
export async function loadSetUpWords(): Promise<void> {
  wantsSetUp = true;
  await load(i18next.language as Language);
}

export async function startLanguage(): Promise<void> {
  const language = storedLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await chooseLanguage(language);
}

export async function chooseLanguage(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // Then the choice lasts as long as the page.
  }
}
