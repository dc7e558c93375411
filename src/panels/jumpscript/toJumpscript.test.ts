import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';
import { toJumpscript } from './toJumpscript';

function frame(values: Record<string, unknown>): DataFrame {
  return createDataFrame({
    fields: Object.entries({ id: 'acme:disk', text: 'x = 1', ...values }).map(([name, value]) => ({
      name,
      type: typeof value === 'object' ? FieldType.other : undefined,
      values: [value],
    })),
  });
}

describe('toJumpscript', () => {
  it.each([
    ['no frames', []],
    [
      'a frame without rows',
      [
        createDataFrame({
          fields: [
            { name: 'id', values: [] },
            { name: 'text', values: [] },
          ],
        }),
      ],
    ],
    [
      'a list of JumpScripts, which has no source',
      [createDataFrame({ fields: [{ name: 'id', values: ['acme:disk'] }] })],
    ],
  ])('finds none in %s', (_, frames) => {
    expect(toJumpscript(frames)).toBeNull();
  });

  it('finds it behind frames of something else, and fills in what is not said', () => {
    expect(toJumpscript([createDataFrame({ fields: [{ name: 'a', values: [1] }] }), frame({})])).toEqual({
      id: 'acme:disk',
      source: '',
      gid: 0,
      organization: '',
      name: '',
      version: 0,
      declaredVersion: '',
      category: '',
      descr: '',
      author: '',
      license: '',
      roles: [],
      queue: '',
      period: null,
      startatboot: false,
      async: false,
      log: false,
      enable: false,
      order: 0,
      timeoutSeconds: 0,
      args: [],
      path: '',
      hash: '',
      isBroken: false,
      parseError: null,
      notices: [],
      isDeleted: false,
      updatedAt: 0,
      text: 'x = 1',
      versions: [],
    });
  });

  it('takes what is said, field by field', () => {
    const said = {
      id: 'acme:disk',
      source: 'ac8',
      gid: 1,
      organization: 'acme',
      name: 'disk',
      version: 2,
      declaredVersion: '1.0',
      category: 'monitor',
      descr: 'Checks disks',
      author: 'ops@example.com',
      license: 'bsd',
      roles: ['node'],
      queue: 'io',
      period: '600',
      startatboot: true,
      async: true,
      log: true,
      enable: true,
      order: 3,
      timeoutSeconds: 90,
      args: [{ name: 'path', default: null }],
      path: 'acme/disk.py',
      hash: 'a1',
      isBroken: true,
      parseError: 'line 3',
      isDeleted: true,
      updatedAt: 1_700_000_000_000,
      text: 'x = 1',
      versions: [{ version: 2, hash: 'a1', createdAt: 5, isCurrent: true }],
    };
    expect(toJumpscript([frame({ ...said, notices: 'no such role\n\nno such queue\n' })])).toEqual({
      ...said,
      notices: ['no such role', 'no such queue'],
    });
  });

  it('reads arguments and versions, and leaves out what is none', () => {
    const args = [
      { name: 'path', default: null },
      { name: 'depth', default: '3' },
      { default: 'x' },
      null,
      'y',
      { name: 5 },
    ];
    const versions = [
      { version: 2, hash: 'b', createdAt: 5, isCurrent: true },
      { version: 1, hash: 7, createdAt: 'x', isCurrent: 'yes' },
      { version: '3' },
      null,
    ];
    expect(toJumpscript([frame({ args, versions })])).toMatchObject({
      args: [
        { name: 'path', default: null },
        { name: 'depth', default: '3' },
      ],
      versions: [
        { version: 2, hash: 'b', createdAt: 5, isCurrent: true },
        { version: 1, hash: '', createdAt: 0, isCurrent: false },
      ],
    });
  });

  it('reads lists that travelled as text', () => {
    expect(
      toJumpscript([frame({ args: '[{"name":"path"}]', roles: 'node, storage', versions: 'none' })])
    ).toMatchObject({
      args: [{ name: 'path', default: null }],
      roles: ['node', 'storage'],
      versions: [],
    });
  });
});
