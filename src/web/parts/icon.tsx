/** One hand draws all signs: 20 px grid, 1.6 px stroke, round ends. */
const PATHS = {
  arrivals: 'M3 11.500V16h14v-4.500M3 11.500h4l1.200 2h3.600l1.200-2h4M10 3v6.500M7.300 7l2.700 2.700L12.700 7',
  triage: 'M4 3h8.500L16 6.500V17H4zM10 7.500v4M10 14v.2',
  live: 'M2.500 10.500h3.500l2-5.500 3.500 11 2.500-7.500 1 2h2.500',
  review: 'M3 15.500h14M4.500 12.500l.8-3L13 2.500l2.300 2.300-7.700 7z',
  columns: 'M3 3.500h14v13H3zM3 7.800h14M3 12.200h14M7.700 3.500v13M12.300 3.500v13',
  signers: 'M4 4.500h12M4 8.500h7M4 12.500h5M12.300 15.500a3 3 0 1 0 0-5.900 3 3 0 0 0 0 5.900M14.500 14.800L17 17.200',
  count: 'M4 3v12M7.500 3v12M11 3v12M14.500 3v12M2.500 12.500l14-7M2.500 17.300h15',
  petitions: 'M5 2.500h10v15H5zM7.500 6h5M7.500 9h5M7.500 13h5M7.500 15h5',
  rights: 'M10 2.500l6 2.200v4.800c0 4-2.600 6.800-6 8-3.400-1.200-6-4-6-8V4.700zM7.500 9.800l1.900 1.900 3.300-3.600',
  people:
    'M7.500 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2.500 16.500c0-3.300 2.200-5 5-5s5 1.700 5 5M13 3.400a3 3 0 0 1 0 5.200M14.800 12c1.700.7 2.700 2.200 2.700 4.500',
  audit: 'M10 5.500V10l3 2M10 17.500a7.500 7.500 0 1 0-7.500-7.500M2.500 5v5h5',
  sun: 'M10 13.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M10 2v1.500M10 16.500V18M2 10h1.500M16.500 10H18M4.300 4.300l1.100 1.100M14.600 14.600l1.100 1.100M4.300 15.700l1.100-1.100M14.600 5.400l1.100-1.100',
  moon: 'M16.500 12.300A7 7 0 0 1 7.700 3.500a7 7 0 1 0 8.800 8.800z',
  out: 'M8 3H4v14h4M8.500 10H17M13.700 6.700L17 10l-3.300 3.300',
  done: 'M4 10.500l4 4 8-9',
  look: 'M10 3L18 16.500H2zM10 8v4M10 14.200v.1',
  wrong: 'M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15M7.300 7.300l5.400 5.400M12.700 7.300l-5.400 5.400',
  busy: 'M10 2.500a7.500 7.500 0 1 1-5.300 2.200',
  quiet: 'M4 10h12',
  twin: 'M3 3h9v11H3zM8 6.500h9v11H8z',
  open: 'M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15',
  close: 'M5 5l10 10M15 5L5 15',
  file: 'M5 2.500h7l3.500 3.500v11.500H5zM12 2.500V6h3.500',
  turn: 'M15.500 7A6.500 6.500 0 1 0 16.500 11M16.500 3v4.500H12',
  download: 'M10 3v9M6.500 8.800l3.500 3.500 3.500-3.500M4 16.500h12',
  more: 'M4 10h.1M10 10h.1M16 10h.1',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The flourish that closes a signature: one stroke. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 48 48" fill="none" aria-hidden="true">
      <path
        d="M14 39C16.500 29 18.500 19 20 9.500C25 5.500 37.500 6 36 15C34.700 22.500 25 26.500 17.500 25C9.500 23.400 5 30 9.500 34.500C15 40 31 38.500 43 30"
        stroke="currentColor"
        strokeWidth="3.400"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
