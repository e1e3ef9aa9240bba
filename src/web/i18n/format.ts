/** Numbers, dates and sizes the way the language writes them. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface Format {
  number(value: number): string;
  percent(share: number): string;
  /** To the hundredth of a percent: for rates of errors. */
  finePercent(share: number): string;
  /** From YYYY-MM-DD or a full time. */
  date(value: string): string;
  time(value: string): string;
  /** kB, MB: powers of ten, as file managers show them. */
  bytes(value: number): string;
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

export function createFormat(language: string): Format {
  const locale = language === 'en' ? 'en-GB' : 'fr-FR';
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const fine = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    finePercent: (share) => fine.format(share),
    // A bare date is a day, not an instant: noon keeps it from slipping in any time zone.
    date: (value) => date.format(new Date(value.length === 10 ? `${value}T12:00:00` : value)),
    time: (value) => time.format(new Date(value)),
    bytes(value) {
      const power = Math.min(UNITS.length - 1, value < 1000 ? 0 : Math.floor(Math.log10(value) / 3));
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: UNITS[power] ?? 'byte',
        maximumFractionDigits: value / 1000 ** power < 10 && power > 0 ? 1 : 0,
      }).format(value / 1000 ** power);
    },
  };
}

export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => createFormat(i18n.language), [i18n.language]);
}
