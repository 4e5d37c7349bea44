// Pages that features declare, behind signed addresses: served, expired or refused in plain words.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Route } from '../chat/port.ts';
import type { Page, PageAnswer, TakeContext } from '../chat/registry.ts';
import { readForm } from './body.ts';
import { Html, html } from './html.ts';
import type { Params } from './links.ts';

/** Dark ink on white, one column, larger than chat; on paper nothing but the words. Contrast is above 7:1. */
const CSS = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1d2520;--quiet:#4a544d;--line:#c9d1cb;--green:#1d5c3f;--link:#0b4f8a;--wrong:#8a1c1c}
@media screen and (prefers-color-scheme:dark){:root{--paper:#171b19;--ink:#e8ebe9;--quiet:#b3bcb7;--line:#3f4845;--link:#8cc4ff;--wrong:#ff9a94}.chart svg{filter:brightness(1.5)}.code svg{background:#fff}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
main{max-width:44rem;margin:0 auto;padding:1.25rem 1rem 3rem}
h1{font-size:1.6rem;line-height:1.25;margin:.25rem 0 1rem}
h2{font-size:1.2rem;line-height:1.3;margin:2rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}
.marking{color:var(--quiet);font-size:.9rem;margin:0;font-weight:600}
.quiet{color:var(--quiet);font-weight:400}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.25rem;margin:0}
dt{color:var(--quiet)}dd{margin:0}dd ul{margin:0;list-style:none;padding:0}dd li{margin:0}
ul{padding-left:1.2rem;margin:.5rem 0}li{margin:.35rem 0}
.kind{font-weight:600}
.decision{border-left:.3rem solid var(--green);padding-left:.7rem;margin-left:-1rem;list-style:none}
a{color:var(--link)}a:focus-visible{outline:3px solid #ffb000;outline-offset:2px}
footer{margin-top:2.5rem;border-top:1px solid var(--line);padding-top:.75rem;font-size:.95rem}
figure{margin:1rem 0}figcaption{font-weight:600}.chart svg{width:100%;max-width:32rem;font:10px system-ui,sans-serif}.chart svg.bars{font-size:.9rem}.chart .grid{stroke:var(--line)}.chart text{fill:var(--ink)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:0;font-size:.9rem}.chart .legend svg{width:.8rem;height:.8rem;margin-right:.35rem;vertical-align:-.05rem}
table{border-collapse:collapse;font-size:.9rem}th,td{border-bottom:1px solid var(--line);padding:.2rem .6rem .2rem 0;text-align:left;vertical-align:top}.wide{overflow-x:auto}.wide table{overflow-wrap:normal;min-width:30rem}
fieldset{border:0;border-top:1px solid var(--line);margin:1.25rem 0;padding:.9rem 0 0}
legend{font-weight:600;padding:0;float:left;width:100%}legend+*{clear:left}
.choices label{display:block;padding:.55rem 0;min-height:2.75rem}
.scale{display:grid;grid-template-columns:repeat(auto-fill,minmax(3.6rem,1fr));gap:.25rem}.scale label{padding:.55rem .2rem;min-height:2.75rem}
input[type=radio]{width:1.25rem;height:1.25rem;vertical-align:-.2rem;accent-color:var(--green)}
button{font:inherit;font-weight:600;color:#fff;background:var(--green);border:0;border-radius:.4rem;padding:.8rem 1.4rem;min-height:2.75rem}
a.button{display:inline-block;font-weight:600;color:#fff;background:var(--green);border-radius:.4rem;padding:.8rem 1.4rem;text-decoration:none}
button:focus-visible,input:focus-visible{outline:3px solid #ffb000;outline-offset:2px}
button.plain{color:var(--ink);background:none;border:1px solid var(--line)}button.danger{color:var(--wrong);background:none;border:1px solid var(--wrong)}
form.inline{display:inline-block;margin:.25rem .5rem .25rem 0}.card{border-left:.3rem solid var(--green);padding-left:1rem;margin:0 0 1.25rem}.card h2{border:0;padding:0;margin:0 0 .5rem;font-size:1.4rem}.note{color:var(--quiet);font-size:.95rem}
.field{margin:1rem 0}.field label,.field small{display:block}.field label{font-weight:600;margin-bottom:.25rem}.field small,fieldset small{color:var(--quiet)}
textarea,select,input[type=text],input[type=date],input[type=time],input[type=number]{font:inherit;width:100%;max-width:34rem;padding:.6rem;color:var(--ink);background:var(--paper);border:1px solid var(--quiet);border-radius:.3rem}input[type=checkbox]{width:1.25rem;height:1.25rem;accent-color:var(--green);vertical-align:-.2rem}
textarea:focus-visible,select:focus-visible{outline:3px solid #ffb000;outline-offset:2px}
.problem,.error{color:var(--wrong);font-weight:600}
.poster{text-align:center}.poster h1{font-size:2.2rem}.poster p{font-size:1.2rem}.code svg{width:min(22rem,80vw);height:auto}
@media (max-width:30rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}}
@media print{main{max-width:none;padding:0}body{font-size:11pt}.screen{display:none}h2,li,figure{break-inside:avoid}details{display:none}h2{break-after:avoid}a{color:inherit;text-decoration:none}}
@page{margin:2cm}
`;

const LARGEST_FORM = 20_000;

const hashOf = (style: string) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
const STYLE = hashOf(CSS);
/** @param forms where a page's form may be sent @param more another style of its own */
const policy = (forms: string, more = '', script?: string) =>
  `default-src 'none'; img-src data:; style-src ${STYLE}${more};${script === undefined ? '' : ` script-src ${hashOf(script)};`} base-uri 'none'; form-action ${forms}; frame-ancestors 'none'`;

/** What every page says to the browser. */
const HEADERS = {
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
  'content-security-policy': policy("'none'"),
};

export const PAGE_HEADERS = {
  ...HEADERS,
  'content-security-policy': policy("'self'"),
  'content-type': 'text/html; charset=utf-8',
};

/** On paper the marking stands on every page, with its number. */
const everyPage = (marking: string) => {
  const words = marking.replace(/[^\p{L}\p{N} .,:()-]/gu, (letter) => `\\${letter.codePointAt(0)?.toString(16)} `);
  return `@page{@top-center{content:"${words}";font:600 9pt system-ui,sans-serif}@bottom-center{content:"${words} · " counter(page) " / " counter(pages);font:600 9pt system-ui,sans-serif}}`;
};

/** A whole document in the pages' one style. @param title also the browser's @param marking the classification, where it has one */
export function document(title: string, body: Html, marking?: string): string {
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Html(CSS)}</style>${marking === undefined ? undefined : html`<style>${new Html(everyPage(marking))}</style>`}
</head>
<body><main>${body}</main></body>
</html>`.markup;
}

/** The last of a document: its marking, and the same in other forms. @param others names and addresses; one without an address is left out */
export function foot(
  marking: string,
  others: readonly (readonly [name: string, url: string | undefined])[],
  more?: Html,
): Html {
  const links = others.flatMap(([name, url]) => (url === undefined ? [] : [html`<a href="${url}">As ${name}</a> · `]));
  return html`<footer><p class="marking">${marking}</p>
${more}
<p class="screen quiet">${links}Your browser prints it too.</p></footer>`;
}

/** One route a page. */
export function pageRoutes(pages: Page[], context: () => Omit<TakeContext, 'caller'>): Route[] {
  return pages.flatMap((page) => {
    const { take } = page;
    const read = route(page, 'GET', context, (here, params) => page.open(here, params));
    if (take === undefined) return [read];
    return [
      read,
      route(page, 'POST', context, async (here, params, request) =>
        take(here, params, await readForm(request, LARGEST_FORM)),
      ),
    ];
  });
}

function route(
  page: Page,
  method: Route['method'],
  context: () => Omit<TakeContext, 'caller'>,
  work: (here: TakeContext, params: Params, request: IncomingMessage) => Promise<PageAnswer | undefined>,
): Route {
  return {
    method,
    path: page.path,
    async handle(request, response) {
      const here = { ...context(), caller: callerOf(request) };
      const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
      const asked = here.links.read(page.path, query);
      if (asked === undefined)
        return sorry(response, 404, 'This link is not right', 'It may have been cut in two on its way.');
      if (asked.until !== undefined && asked.until < here.now)
        return sorry(response, 410, 'This link has expired', 'Such links last for a while only.');
      const answer = await work(here, asked.params, request);
      if (answer === undefined)
        return sorry(
          response,
          404,
          'There is nothing here any more',
          'It was taken away, or is no longer yours to see.',
        );
      send(response, answer, page.take !== undefined);
    },
  };
}

function send(
  response: ServerResponse,
  { type, body, filename, marking, script, status = 200 }: PageAnswer,
  forms: boolean,
): void {
  response
    .writeHead(status, {
      ...HEADERS,
      'content-security-policy': policy(
        forms ? "'self'" : "'none'",
        marking === undefined ? '' : ` ${hashOf(everyPage(marking))}`,
        script,
      ),
      'content-type': typeof body === 'string' ? `${type}; charset=utf-8` : type,
      ...(filename === undefined ? {} : { 'content-disposition': `inline; filename="${filename}"` }),
    })
    .end(body);
}

/** New with every process: what is marked by it can be found again by nobody. */
const SALT = randomBytes(16);

/** Behind a proxy on this machine or in this network, the last that it names; else whoever is connected. */
function callerOf(request: IncomingMessage): string {
  const near = request.socket.remoteAddress ?? '';
  const ours = /^(?:::ffff:)?(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|^::1$|^f[cd]/i.test(near);
  const told = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  const address = ours && told !== undefined && told !== '' ? told : near;
  return createHmac('sha256', SALT).update(address).digest('base64url');
}

function sorry(response: ServerResponse, status: number, title: string, why: string): void {
  sendPage(
    response,
    status,
    title,
    html`<h1>${title}</h1><p>${why} Ask in the chat where you got it for a new one.</p>`,
  );
}

/** A page of an adapter's own, in the pages' one style and under their policy. */
export function sendPage(response: ServerResponse, status: number, title: string, body: Html): void {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
  response.writeHead(status).end(document(title, body));
}
