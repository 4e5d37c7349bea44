// A browser as far as cookies and redirects go, for pages that are walked through without one.
export interface Page {
  status: number;
  text: string;
  url: string;
  /** The address of the link with this id or words. */
  link(words: string): string;
}

export function aBrowser() {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async open(url: string): Promise<Page> {
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const set of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(set) || value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      const text = await response.text();
      return {
        status: response.status,
        text,
        url,
        link(words) {
          const found = [...text.matchAll(/<a [^>]*?href="([^"]+)"[^>]*>(.*?)<\/a>/g)].find(([all]) =>
            all.includes(words),
          );
          if (found === undefined) throw new Error(`No link "${words}" in: ${text.slice(-800)}`);
          return (found[1] ?? '').replaceAll('&amp;', '&').replaceAll('&#38;', '&');
        },
      };
    },
  };
}
