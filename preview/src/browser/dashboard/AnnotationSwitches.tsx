import { css } from '@emotion/css';
import { ControlsLabel, SceneObjectBase, type dataLayers, type SceneObjectState } from '@grafana/scenes';

interface SwitchesState extends SceneObjectState {
  layers: dataLayers.AnnotationsDataLayer[];
}

const together = css({ display: 'flex' });

/** A switch with its name for each of a dashboard's annotations; the library's own shows one for all, without names. */
export class AnnotationSwitches extends SceneObjectBase<SwitchesState> {
  static Component = function Switches({ model }: { model: AnnotationSwitches }) {
    const shown = model.useState().layers.filter(({ state }) => state.isHidden !== true);
    return (
      <>
        {shown.map((layer) => (
          <div key={layer.state.key} className={together}>
            <ControlsLabel htmlFor={`data-layer-${layer.state.key}`} label={layer.state.name} />
            <layer.Component model={layer} />
          </div>
        ))}
      </>
    );
  };
}
