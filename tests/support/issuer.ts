// Whoever signs Microsoft's tokens: keys of our own, so that the same library and guards check them as would check Microsoft's.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const ISSUER = 'https://api.botframework.com';

export interface Issuer {
  /** What the library is told in place of Microsoft's addresses. */
  authentication: Record<string, string>;
  keys: Awaited<ReturnType<typeof generateKeyPair>>;
  /** A bearer for a bot. */
  token(bot: string, serviceUrl: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startIssuer(): Promise<Issuer> {
  const keys = await generateKeyPair('RS256');
  const jwk = {
    ...(await exportJWK(keys.publicKey)),
    kid: 'ours',
    use: 'sig',
    alg: 'RS256',
    endorsements: ['msteams'],
  };
  const server: Server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const document = { issuer: ISSUER, jwks_uri: `${base}/keys`, id_token_signing_alg_values_supported: ['RS256'] };
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [jwk] } : document));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    keys,
    authentication: {
      ToChannelFromBotLoginUrl: `${base}/login`,
      ToChannelFromBotOAuthScope: ISSUER,
      ToBotFromChannelTokenIssuer: ISSUER,
      OAuthUrl: `${base}/oauth`,
      ToBotFromChannelOpenIdMetadataUrl: `${base}/openid`,
      ToBotFromEmulatorOpenIdMetadataUrl: `${base}/openid`,
      CallerId: '',
    },
    async token(bot, serviceUrl) {
      const at = Math.floor(Date.now() / 1000);
      return `Bearer ${await new SignJWT({ serviceurl: serviceUrl })
        .setProtectedHeader({ alg: 'RS256', kid: 'ours' })
        .setIssuer(ISSUER)
        .setAudience(bot)
        .setIssuedAt(at)
        .setNotBefore(at)
        .setExpirationTime(at + 600)
        .sign(keys.privateKey)}`;
    },
    stop: () => new Promise((done) => server.close(() => done())),
  };
}
