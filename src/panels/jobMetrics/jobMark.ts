import { DataTopic, FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import { type JobState, STATE_LOOKS } from '@openvcloud/contract/src/jobState';
import { isJobState } from '../../jobState/stateAppearance';
import { type JobOnNode } from './jobOnNode';

/** Pure. The job as a region on graphs, as Grafana's annotations are; one that runs on goes on to `edge`, epoch milliseconds. */
export function jobMark(job: JobOnNode, edge: number): DataFrame {
  const text = (name: string, value: string) => ({ name, type: FieldType.string, values: [value] });
  return toDataFrame({
    name: 'This job',
    meta: { dataTopic: DataTopic.Annotations },
    fields: [
      { name: 'time', type: FieldType.time, values: [job.timeStart] },
      { name: 'timeEnd', type: FieldType.time, values: [job.timeStop ?? Math.max(edge, job.timeStart)] },
      { name: 'isRegion', type: FieldType.boolean, values: [true] },
      text('id', job.guid),
      text('title', `${job.cmd} ${job.state}`),
      text('text', 'This job'),
      text('color', colourOf(job.state)),
    ],
  });
}

function colourOf(state: JobState | string): string {
  return isJobState(state) ? STATE_LOOKS[state].color : 'text';
}
