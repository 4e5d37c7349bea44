// A browser as far as cookies, links and forms go, for pages that are walked through without one.
export interface Page {
  status: number;
  url: string;
  markup: string;
  /** What is read on it. */
  text: string;
  /** The address of the link with this id or words. */
  link(words: string): string;
  /** The labels of all buttons. */
  buttons: string[];
}

const decode = (markup: string) =>
  markup
    .replace(/&#(\d+);/g, (_, number: string) => String.fromCharCode(Number(number)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
const plain = (markup: string) =>
  decode(markup.replace(/<(?:style|head)[\s\S]*?<\/(?:style|head)>/g, '').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : decode(found);
};

export function aBrowser() {
  const cookies = new Map<string, string>();

  async function go(url: string, init: RequestInit = {}): Promise<Page> {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(set) || value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const markup = await response.text();
    return {
      status: response.status,
      url,
      markup,
      text: plain(markup),
      buttons: [...markup.matchAll(/<button[^>]*>(.*?)<\/button>/g)].map(([, label = '']) => plain(label)),
      link(words) {
        const found = [...markup.matchAll(/<a [^>]*?href="([^"]+)"[^>]*>(.*?)<\/a>/g)].find(([all]) =>
          all.includes(words),
        );
        if (found === undefined) throw new Error(`No link "${words}" on: ${plain(markup)}`);
        return decode(found[1] ?? '');
      },
    };
  }

  return {
    cookies,
    open: (url: string) => go(url),
    /** Presses a button: its form goes as it is filled in, with these changes. */
    press(page: Page, label: string, changes: Record<string, string | string[] | undefined> = {}): Promise<Page> {
      const forms = [...page.markup.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)];
      const found = forms.find(([, , inner = '']) =>
        [...inner.matchAll(/<button[^>]*>(.*?)<\/button>/g)].some(([, text = '']) => plain(text) === label),
      );
      if (found === undefined)
        throw new Error(`No button "${label}" among ${page.buttons.join(', ')} on: ${page.text}`);
      const [, tag = '', inner = ''] = found;
      const fields = new URLSearchParams();
      for (const [input] of inner.matchAll(/<input[^>]*>/g)) {
        const box = attribute(input, 'type') === 'checkbox' || attribute(input, 'type') === 'radio';
        if (!box || / checked/.test(input))
          fields.append(attribute(input, 'name') ?? '', attribute(input, 'value') ?? 'on');
      }
      for (const [, area = '', text = ''] of inner.matchAll(/<textarea([^>]*)>([\s\S]*?)<\/textarea>/g))
        fields.append(attribute(area, 'name') ?? '', decode(text));
      for (const [, select = '', options = ''] of inner.matchAll(/<select([^>]*)>([\s\S]*?)<\/select>/g)) {
        const chosen = /<option[^>]*value="([^"]*)"[^>]* selected/.exec(options)?.[1];
        fields.append(attribute(select, 'name') ?? '', decode(chosen ?? ''));
      }
      for (const [name, value] of Object.entries(changes)) {
        fields.delete(name);
        for (const each of value === undefined ? [] : Array.isArray(value) ? value : [value]) fields.append(name, each);
      }
      const to = new URL(attribute(tag, 'action') ?? page.url, page.url);
      if (attribute(tag, 'method') !== 'post') return go(`${to.origin}${to.pathname}?${fields}`);
      return go(to.href, {
        method: 'POST',
        body: fields.toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    },
  };
}
