/**
 * Sizes for jsdom, which has none: Grafana's Combobox measures the texts of its options, and draws only those that
 * fit into its measured box. Call it at the top of a test file.
 */
export function giveLayout(): void {
  beforeEach(() => {
    const box = { width: 300, height: 300, top: 0, left: 0, bottom: 300, right: 300, x: 0, y: 0, toJSON: () => ({}) };
    jest.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(box);
    jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(300);
    // A row's.
    jest.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(22);
    Object.assign(global, { IntersectionObserver: SeesAll });
    const canvas = { measureText: (text: string) => ({ width: text.length * 8 }) };
    jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(canvas as unknown as RenderingContext);
  });
  afterEach(() => jest.restoreAllMocks());
}

class SeesAll implements Pick<IntersectionObserver, 'observe' | 'unobserve' | 'disconnect'> {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
