import { locationUtil, type PanelProps } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { Alert, LoadingBar, ScrollContainer } from '@grafana/ui';
import React from 'react';
import { useLinkSearch } from '../../navigation/viewedDataSource';
import { useAnswer } from '../../queryAnswer/useAnswer';
import { wantedText } from '../../queryAnswer/wantedText';
import { SourceView } from '../../sourceView/SourceView';
import { JobText } from '../../text/JobText';
import { JumpscriptMessage } from './JumpscriptMessage';
import { hrefOfLine, lineOfUrl } from './lineOfUrl';
import { useSourceInView } from './useSourceInView';
import { type JumpscriptOptions } from './options';
import { JumpscriptProperties } from './JumpscriptProperties';
import { RunButton } from './run/RunButton';
import { toJumpscript, type Jumpscript } from './toJumpscript';
import { VersionSelect } from './VersionSelect';

/** One JumpScript: what it is, and the source of one of its versions. */
export function JumpscriptPanel({
  data,
  options,
  width,
  height,
  timeZone,
  replaceVariables,
}: PanelProps<JumpscriptOptions>) {
  const targets = data.request?.targets;
  const id = wantedText(targets, 'jumpscriptId', replaceVariables);
  const version = wantedText(targets, 'jumpscriptVersion', replaceVariables);
  const { value: jumpscript, isLoading, error } = useAnswer(data, `${id} ${version}`, toJumpscript);
  const search = useLinkSearch(data.request);
  const { pathname } = locationService.getLocation();
  const line = lineOfUrl(search);
  const { scroller, source } = useSourceInView(line, jumpscript);

  return (
    <ScrollContainer height={`${height}px`} ref={scroller}>
      {isLoading && <LoadingBar width={width} ariaLabel="Loading the JumpScript" />}
      {(jumpscript === null || error !== undefined) && (
        <JumpscriptMessage
          error={error}
          isLoading={isLoading}
          id={id}
          hasFrames={data.series.some((frame) => frame.length > 0)}
          search={search}
        />
      )}
      {jumpscript !== null && <Warnings jumpscript={jumpscript} />}
      {jumpscript !== null && options.properties !== false && (
        <>
          <RunButton jumpscript={jumpscript} request={data.request} search={search} />
          <JumpscriptProperties jumpscript={jumpscript} search={search} timeZone={timeZone} />
        </>
      )}
      {jumpscript !== null && options.source !== false && (
        <div ref={source}>
          <SourceView
            key={jumpscript.hash}
            source={jumpscript.text}
            label={`Source of ${jumpscript.id}`}
            maxHeight={Math.max(240, height - 60)}
            markedLine={line ?? options.line}
            hrefOfLine={(other) => locationUtil.assureBaseUrl(hrefOfLine(pathname, search, other))}
          >
            <VersionSelect jumpscript={jumpscript} timeZone={timeZone} />
          </SourceView>
        </div>
      )}
    </ScrollContainer>
  );
}

/** Alerts grow in the scroll container's column; in a box of their own they keep the height of their text. */
function Warnings({ jumpscript: { isBroken, parseError, notices, isDeleted } }: { jumpscript: Jumpscript }) {
  return (
    <div>
      {isBroken && (
        <Alert severity="error" title="This JumpScript is broken, so it does not run">
          <JobText>{parseError ?? 'The controller did not say why.'}</JobText>
        </Alert>
      )}
      {notices.length > 0 && (
        <Alert severity="warning" title="This JumpScript can be read, but may not do what it says">
          {notices.map((notice) => (
            <div key={notice}>
              <JobText>{notice}</JobText>
            </div>
          ))}
        </Alert>
      )}
      {isDeleted && (
        <Alert severity="info" title="The file of this JumpScript is gone">
          Its versions are kept for the jobs that ran them.
        </Alert>
      )}
    </div>
  );
}
