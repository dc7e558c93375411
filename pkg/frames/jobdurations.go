package frames

import (
	"maps"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// JobDurations is one frame per group, duration and percentile: a value per bucket, or one over the whole time range
// when no bucket was asked for. Where no job has the duration there is no value, never 0.
func JobDurations(durations contract.JobDurations) data.Frames {
	kind, places := data.FrameTypeTimeSeriesMulti, len(durations.Times)
	if durations.BucketMs == nil {
		kind, places = data.FrameTypeNumericMulti, 1
	}
	var frames data.Frames
	for _, group := range durations.Series {
		for _, one := range percentilesOf(group) {
			frame := data.NewFrame("")
			if durations.BucketMs != nil {
				frame.Fields = append(frame.Fields, timeField(durations.Times, durations.BucketMs))
			}
			frame.Fields = append(frame.Fields, durationField(group.Labels, one, places))
			frames = append(frames, frame)
		}
	}
	return series(kind, frames, Custom{Kind: "jobDurations", Coverage: &durations.Coverage})
}

type percentile struct {
	duration, name, label string
	values                []*int64
}

func percentilesOf(group contract.JobDurationSeries) []percentile {
	return []percentile{
		{"wait", "p50", "Wait p50", group.Wait.P50},
		{"wait", "p95", "Wait p95", group.Wait.P95},
		{"wait", "p99", "Wait p99", group.Wait.P99},
		{"run", "p50", "Run p50", group.Run.P50},
		{"run", "p95", "Run p95", group.Run.P95},
		{"run", "p99", "Run p99", group.Run.P99},
	}
}

// durationField is named by its group and percentile, as "echo, Run p95".
func durationField(group map[string]string, one percentile, places int) *data.Field {
	labels := data.Labels{"duration": one.duration, "percentile": one.name}
	maps.Copy(labels, group)
	name := one.label
	if len(group) > 0 {
		name = groupName(group) + ", " + name
	}
	values := make([]*int64, places)
	copy(values, one.values)
	return data.NewField("duration", labels, values).SetConfig(&data.FieldConfig{DisplayNameFromDS: name, Unit: "ms"})
}
