import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';

describe('loadConfig', () => {
  it('serves this machine alone on port 3000 when nothing is set', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ host: '127.0.0.1', port: 3000, databaseUrl: null, redisUrl: null, samples: true });
    expect(config.dataFolder).toBe(`${process.cwd()}/data`);
    expect(config.secureCookies).toBe(false);
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('offers no samples beside a database given from outside, unless asked', () => {
    const DATABASE_URL = 'postgresql://someone@db/paraphe';
    expect(loadConfig({ DATABASE_URL }).samples).toBe(false);
    expect(loadConfig({ DATABASE_URL, PARAPHE_SAMPLES: 'on' }).samples).toBe(true);
  });

  it('takes an empty variable as unset, as compose files write it', () => {
    expect(loadConfig({ PARAPHE_PORT: '', REDIS_URL: '' })).toMatchObject({ port: 3000, redisUrl: null });
  });

  it('names an unknown setting and the nearest known one', () => {
    expect(() => loadConfig({ PARAPHE_PROT: '80' })).toThrow(
      expect.objectContaining({
        code: 'config_unknown',
        message: 'There is no setting PARAPHE_PROT.',
        remedy: expect.stringContaining('PARAPHE_PORT'),
      }),
    );
  });

  it.each([
    ['PARAPHE_PORT', 'eighty'],
    ['PARAPHE_PORT', '70000'],
    ['PARAPHE_SAMPLES', 'yes'],
    ['DATABASE_URL', 'mysql://x/y'],
    ['REDIS_URL', 'localhost'],
    ['PARAPHE_ADMIN_PASSWORD', 'short'],
  ])('names %s when it holds "%s"', (name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(expect.objectContaining({ params: { name } }));
  });

  it('marks cookies Secure behind HTTPS', () => {
    expect(loadConfig({ PARAPHE_PUBLIC_URL: 'https://petitions.example/' })).toMatchObject({
      publicUrl: 'https://petitions.example',
      secureCookies: true,
    });
    expect(loadConfig({ PARAPHE_TLS_CERT: 'a.pem', PARAPHE_TLS_KEY: 'b.pem' }).secureCookies).toBe(true);
    expect(() => loadConfig({ PARAPHE_TLS_CERT: 'a.pem' })).toThrow(/belong together/);
  });
});
