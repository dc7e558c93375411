import { evaluateAmd } from './evaluateAmd';

const shared = (name: string) => ({ name });

test('hands a module its address and the shared packages, in the order it asks', () => {
  const source = `define(["module","react"],(m,r)=>({plugin:{uri:m.uri,react:r.name}}))`;
  expect(evaluateAmd(source, 'http://localhost/public/plugins/x/module.js', shared)).toEqual({
    plugin: { uri: 'http://localhost/public/plugins/x/module.js', react: 'react' },
  });
});

test('takes a module name in front, and exports by assignment', () => {
  expect(evaluateAmd(`define("x",["exports"],function(e){e.plugin=1})`, '/m.js', shared)).toEqual({ plugin: 1 });
});

test('says so when a file is no module', () => {
  expect(() => evaluateAmd('1 + 1', '/m.js', shared)).toThrow(/\/m\.js is no AMD module/);
});

test('leaves no global behind', () => {
  evaluateAmd('define([],()=>({}))', '/m.js', shared);
  expect('define' in globalThis).toBe(false);
});
