/** The petition at hand: chosen in the rail, kept between visits. */
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { PetitionWire } from '../../domain/wire-petition.ts';
import { get } from '../http/request.ts';

interface PetitionChoice {
  petitions: PetitionWire[];
  petition: PetitionWire | null;
  isPending: boolean;
  error: unknown;
  choose(id: string): void;
}

const STORED = 'paraphe.petition';
const Context = createContext<PetitionChoice | null>(null);
export const PETITIONS_KEY = ['petitions'];

function readStored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

/** The chosen one if it still exists, else the newest real open one, else the practice petition. */
function pick(petitions: PetitionWire[], chosen: string | null): PetitionWire | null {
  const newestFirst = petitions.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  return (
    petitions.find((petition) => petition.id === chosen) ??
    newestFirst.find((petition) => !petition.isPractice && petition.state === 'open') ??
    newestFirst[0] ??
    null
  );
}

export function PetitionProvider({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState(readStored);
  const query = useQuery({
    queryKey: PETITIONS_KEY,
    queryFn: ({ signal }) => get<{ items: PetitionWire[] }>('/api/petitions', signal),
    // The count of waiting lines in the rail, should the event stream be cut.
    refetchInterval: 60_000,
  });
  const choose = useCallback((id: string) => {
    setChosen(id);
    try {
      localStorage.setItem(STORED, id);
    } catch {
      // Then the choice lasts as long as the page.
    }
  }, []);
  const petitions = query.data?.items;
  const choice = useMemo<PetitionChoice>(
    () => ({
      petitions: petitions ?? [],
      petition: pick(petitions ?? [], chosen),
      isPending: query.isPending,
      error: query.error,
      choose,
    }),
    [petitions, chosen, query.isPending, query.error, choose],
  );
  return <Context value={choice}>{children}</Context>;
}

export function usePetition(): PetitionChoice {
  const choice = useContext(Context);
  if (choice === null) throw new Error('no petition provider above');
  return choice;
}
