import { resolve } from 'node:path';
import { chooseSteps } from './plan';
import { checkSteps } from './steps';

const steps = checkSteps({ root: resolve(__dirname, '..', '..'), env: {}, scratch: '/nowhere', cores: 2 });

it('names each step once, and every need is a step that comes before', () => {
  const names = steps.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(chooseSteps(steps, [])).toEqual(steps);
  for (const [at, { needs = [] }] of steps.entries()) {
    needs.forEach((need) => expect(names.slice(0, at)).toContain(need));
  }
});
