import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, Toggletip, useStyles2, useTheme2 } from '@grafana/ui';
import { type Condition } from '@openvcloud/contract/src/filter';
import React from 'react';
import { levelColor, LEVELS, levelWord } from './logLevel';
import { chosenLevels, describeLevels, levelCondition } from './levelCondition';

interface Props {
  condition: Condition | undefined;
  onChange: (condition: Condition | undefined) => void;
}

/** Which levels are shown: down to a level with one click, or any set of them. */
export function LevelFilter({ condition, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const chosen = chosenLevels(condition);
  const choose = (levels: readonly number[]) => onChange(levelCondition(levels));
  const content = (
    <div role="group" aria-label="Levels">
      {LEVELS.map((level) => (
        <LevelRow
          key={level}
          level={level}
          isChosen={chosen.includes(level)}
          onToggle={() =>
            choose(chosen.includes(level) ? chosen.filter((other) => other !== level) : [...chosen, level])
          }
          onDownTo={() => choose(LEVELS.filter((other) => other <= level))}
        />
      ))}
      <Button size="sm" fill="text" onClick={() => choose(LEVELS)}>
        All levels
      </Button>
    </div>
  );
  return (
    <Toggletip content={content} placement="bottom-start" fitContent closeButton={false}>
      <button type="button" className={styles.button} aria-label={`Levels: ${describeLevels(condition)}`}>
        {describeLevels(condition)} <Icon name="angle-down" />
      </button>
    </Toggletip>
  );
}

interface LevelRowProps {
  level: (typeof LEVELS)[number];
  isChosen: boolean;
  onToggle: () => void;
  onDownTo: () => void;
}

function LevelRow({ level, isChosen, onToggle, onDownTo }: LevelRowProps) {
  const styles = useStyles2(getStyles);
  const color = levelColor(useTheme2(), level);
  return (
    <div className={styles.row}>
      <label className={cx(styles.label)} style={{ color }}>
        <input type="checkbox" checked={isChosen} onChange={onToggle} /> {level} {levelWord(level)}
      </label>
      <Button size="sm" fill="text" aria-label={`Down to level ${level}`} onClick={onDownTo}>
        ≤ {level}
      </Button>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  button: css({
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(0.5),
    minWidth: 110,
    height: theme.spacing(theme.components.height.md),
    padding: theme.spacing(0, 1),
    color: theme.colors.text.primary,
    background: theme.components.input.background,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRadius: theme.shape.radius.default,
    whiteSpace: 'nowrap',
  }),
  row: css({ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: theme.spacing(3) }),
  label: css({ margin: 0, cursor: 'pointer', display: 'flex', gap: theme.spacing(0.5) }),
});
