/** The word lists that reading uses, loaded once a process. */
import { buildCharModel, type CharModel } from './char-model.ts';
import { buildLocalModel } from './email-local.ts';
import { fold } from './fold.ts';
import { buildLexicon, evenWeights, type Lexicon, rankedWeights, readWordFile } from './lexicon.ts';
import { keptList } from './list-files.ts';
import { LEXICON_PACKING, MODEL_PACKING, PLACES_PACKING } from './packed-lists.ts';
import { buildPlaces, type Places } from './places.ts';
import { STREET_TYPES } from './street-types.ts';

export interface Lists {
  family: Lexicon;
  given: Lexicon;
  /** Family and given names together, for cells that hold a full name. */
  anyName: Lexicon;
  places: Places;
  /** Letters of the local part of e-mail addresses. */
  emailLocal: CharModel;
  /** Letters of street addresses. */
  address: CharModel;
}

/** Share of people whose name stands in the French list, in frequency order; the European list has the others. */
const FRENCH = { family: 0.8, given: 0.9 };

/**
 * Each list is opened on first use: a sheet without such a column never pays for it.
 * @param country two letters: whose postcodes and towns are meant when a sheet does not say
 */
export function loadLists(country = 'FR'): Lists {
  const words = onFirstUse(readWords);
  const places = onFirstUse(() => keptList(`places-${country}`, PLACES_PACKING, () => buildPlaces(country)));
  const opened = {
    family: onFirstUse(() => keptList('family', LEXICON_PACKING, () => buildLexicon(words().family))),
    given: onFirstUse(() => keptList('given', LEXICON_PACKING, () => buildLexicon(words().given))),
    anyName: onFirstUse(() =>
      keptList('any-name', LEXICON_PACKING, () => buildLexicon([...words().family, ...words().given])),
    ),
    emailLocal: onFirstUse(() =>
      keptList('email-local', MODEL_PACKING, () => buildLocalModel(words().givenFrance, words().familyFrance)),
    ),
    address: onFirstUse(() =>
      keptList(`address-${country}`, MODEL_PACKING, () =>
        addressModel([...words().familyFrance, ...words().givenFrance], places()),
      ),
    ),
  };
  return {
    get family() {
      return opened.family();
    },
    get given() {
      return opened.given();
    },
    get anyName() {
      return opened.anyName();
    },
    get places() {
      return places();
    },
    get emailLocal() {
      return opened.emailLocal();
    },
    get address() {
      return opened.address();
    },
  };
}

function readWords() {
  const familyFrance = readWordFile('family-names-france.txt');
  const givenFrance = readWordFile('given-names-france.txt');
  const familyEurope = evenWeights(readWordFile('family-names-europe.txt'), 1 - FRENCH.family);
  const givenEurope = evenWeights(readWordFile('given-names-europe.txt'), 1 - FRENCH.given);
  return {
    familyFrance,
    givenFrance,
    family: [...rankedWeights(familyFrance, FRENCH.family), ...familyEurope],
    given: [...rankedWeights(givenFrance, FRENCH.given), ...givenEurope],
  };
}

function onFirstUse<T>(open: () => T): () => T {
  let opened: { value: T } | null = null;
  return () => {
    opened ??= { value: open() };
    return opened.value;
  };
}

/** Streets are named after people, places and things; half of the model is kinds of street. */
function addressModel(names: readonly string[], places: Places): CharModel {
  const words = function* () {
    for (const [i, name] of names.entries()) {
      const type = STREET_TYPES[(i * 31) % STREET_TYPES.length]!;
      yield { folded: fold(`${1 + ((i * 53) % 199)} ${type} ${name}`), weight: 1 };
      yield { folded: fold(`${1 + ((i * 17) % 99)} rue ${name}`), weight: 1 };
    }
    for (let i = 0; i < places.lexicon.size; i++) {
      const { folded } = places.lexicon.entry(i);
      if (i % 6 === 0) yield { folded: `${1 + ((i * 29) % 120)}-rue-de-${folded}`, weight: 0.3 };
      if (i % 4 === 0) {
        const code = places.meanings.get(folded)?.[0]?.town.codes[0] ?? '';
        yield { folded: `${code}-${folded}`, weight: 0.5 };
      }
    }
    for (const name of STREET_NAMES) {
      for (const type of STREET_TYPES)
        yield { folded: fold(`${(name.length * 7) % 150} ${type} ${name}`), weight: 0.5 };
    }
  };
  return buildCharModel(words());
}

const STREET_NAMES =
  "de la République|Victor Hugo|Jean Jaurès|de la Gare|du Moulin|des Écoles|Pasteur|de l'Église|du Château|de la Mairie|Gambetta|Émile Zola|du Stade|de la Fontaine|des Vignes|Jules Ferry|Voltaire|du 8 Mai 1945|du 11 Novembre|de la Liberté|de Verdun|des Roses|du Général Leclerc|du Général de Gaulle|du Maréchal Foch|Anatole France|de la Forêt|du Pont|de Paris|des Champs|du Lavoir|des Prés|Jean Moulin|du Bois|de la Paix|Carnot|du Port|de la Plage|des Sports|du Marché|aux Fleurs|des Jardins|Neuve|Haute|Basse|Nationale|de la Poste|du Commerce|Bellevue|Sainte-Anne|Saint-Martin|Saint-Jacques|de la Croix|du Puits|de la Source|du Four|des Chênes|des Pins|des Lilas|des Acacias|des Tilleuls|du Vieux Port|de la Vallée|de la Côte|du Soleil|de l'Europe|des Frères|du Docteur|du Président Wilson|de Strasbourg|de Lyon|de Bretagne|Sadi Carnot|Aristide Briand|Paul Bert|Pierre et Marie Curie|Marcel Pagnol|Jacques Prévert|Georges Clemenceau|des Alliés|de la Résistance|de la Libération".split(
    '|',
  );
