/** The word lists that reading uses, loaded once a process. */
import { buildCharModel, type CharModel } from './char-model.ts';
import { fold } from './fold.ts';
import { buildLexicon, evenWeights, type Lexicon, rankedWeights, readWordFile } from './lexicon.ts';
import { loadPlaces, type Places } from './places.ts';
import { buildLocalModel } from './read-email.ts';
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

/** @param country two letters: whose postcodes and towns are meant when a sheet does not say */
export async function loadLists(country = 'FR'): Promise<Lists> {
  const [familyFrance, familyEurope, givenFrance, givenEurope, places] = await Promise.all([
    readWordFile('family-names-france.txt'),
    readWordFile('family-names-europe.txt'),
    readWordFile('given-names-france.txt'),
    readWordFile('given-names-europe.txt'),
    loadPlaces(country),
  ]);
  const family = [...rankedWeights(familyFrance, FRENCH.family), ...evenWeights(familyEurope, 1 - FRENCH.family)];
  const given = [...rankedWeights(givenFrance, FRENCH.given), ...evenWeights(givenEurope, 1 - FRENCH.given)];
  let anyName: Lexicon | null = null;
  return {
    family: buildLexicon(family),
    given: buildLexicon(given),
    get anyName() {
      anyName ??= buildLexicon([...family, ...given]);
      return anyName;
    },
    places,
    emailLocal: onFirstUse(() => buildLocalModel(givenFrance, familyFrance)),
    address: onFirstUse(() => addressModel([...familyFrance, ...givenFrance], places)),
  };
}

/** Sheets without such a column never pay for the model. */
function onFirstUse(build: () => CharModel): CharModel {
  let built: CharModel | null = null;
  return {
    logp: (prefix, next) => {
      built ??= build();
      return built.logp(prefix, next);
    },
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
    for (const [i, entry] of places.lexicon.entries.entries()) {
      if (i % 6 === 0) yield { folded: `${1 + ((i * 29) % 120)}-rue-de-${entry.folded}`, weight: 0.3 };
      if (i % 4 === 0) {
        const code = places.meanings.get(entry.folded)?.[0]?.town.codes[0] ?? '';
        yield { folded: `${code}-${entry.folded}`, weight: 0.5 };
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
