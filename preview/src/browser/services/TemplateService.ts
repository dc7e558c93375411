import { type ScopedVars, type TimeRange, type TypedVariableModel } from '@grafana/data';
import { type TemplateSrv, type VariableInterpolation } from '@grafana/runtime';
import { sceneGraph, SceneObjectBase, type InterpolationFormatParameter, type SceneObject } from '@grafana/scenes';

declare global {
  interface Window {
    /** Set by scenes while a dashboard is shown. */
    __grafanaSceneContext?: SceneObject;
  }
}

/** Variables live in the scene; this is only the old door to them, which data sources still use. */
export class TemplateService implements TemplateSrv {
  replace(
    target?: string,
    scopedVars?: ScopedVars,
    format?: string | Function,
    interpolations?: VariableInterpolation[]
  ): string {
    const scene = sceneOf(scopedVars);
    if (target === undefined || scene === undefined) {
      return target ?? '';
    }
    return sceneGraph.interpolate(scene, target, scopedVars, format as InterpolationFormatParameter, interpolations);
  }

  containsTemplate(target?: string): boolean {
    return target !== undefined && /\$\w+|\$\{\w+[^}]*\}|\[\[\w+[^\]]*\]\]/.test(target);
  }

  getVariables(): TypedVariableModel[] {
    return [];
  }

  updateTimeRange(_timeRange: TimeRange): void {
    // The scene knows its own time range.
  }
}

/** A query carries the scene object it belongs to; without one the dashboard on screen is meant. */
function sceneOf(scopedVars?: ScopedVars): SceneObject | undefined {
  const carried: unknown = scopedVars?.['__sceneObject']?.value;
  const object: unknown = typeof carried === 'object' && carried !== null ? carried.valueOf() : undefined;
  return object instanceof SceneObjectBase ? object : window.__grafanaSceneContext;
}
