/** French and English, loaded when asked for; the catalogues' shapes are checked against each other by the compiler. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Catalogue } from './catalogue.ts';

export type Language = 'fr' | 'en';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Catalogue };
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

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'translation')) return;
  const catalogue = language === 'fr' ? (await import('./fr.ts')).fr : (await import('./en.ts')).en;
  i18next.addResourceBundle(language, 'translation', catalogue);
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
