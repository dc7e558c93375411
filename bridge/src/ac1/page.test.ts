import { isLoginPage, Page } from './page';

describe('a page of the portal', () => {
  it.each([
    [`<a href='/grid/job?id=a1'   ><div class="t" data-ts=12.5></div></a>`, ['/grid/job?id=a1'], ['12.5']],
    [`<A HREF="/x?a=1&amp;id=b2">n/a</A><a href=/y>`, ['/x?a=1&id=b2', '/y'], []],
    ['no markup, 1 < 2', [], []],
  ])('has the values of the attributes in %j', (html, links, times) => {
    const page = new Page(html);
    expect(page.values('href')).toEqual(links);
    expect(page.values('data-ts')).toEqual(times);
  });

  it.each([
    [
      '<html><head><title>500</title><style>a {}</style></head><h1>Not\n found</h1><p>key &lt;x&gt;',
      'Not found key <x>',
    ],
    ['<script>var secret = "<b>";</script>Table is gone', 'Table is gone'],
    ['"plain"', '"plain"'],
    ['', ''],
  ])('shows of %j its text', (html, text) => {
    expect(new Page(html).text()).toBe(text);
  });

  it.each([
    [true, `\n<html><form method=post><input name=user_login_><input type="password" name='passwd'></form>`],
    [true, `<INPUT type="text" name="user_login_" />`],
    [false, '<html><p>name="user_login_"</p></html>'],
    [false, `[{"result": "<input name='user_login_'>"}]`],
    [false, ''],
  ])('is that of the login, or not (%s): %s', (is, answer) => {
    expect(isLoginPage(answer)).toBe(is);
  });
});
