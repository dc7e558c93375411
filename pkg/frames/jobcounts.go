package frames

import (
	"maps"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// JobCounts is one frame per group, with a count per bucket.
func JobCounts(counts contract.JobCounts) data.Frames {
	frames := make(data.Frames, len(counts.Series))
	for i, one := range counts.Series {
		values := make([]int64, len(counts.Times))
		for place := range min(len(values), len(one.Counts)) {
			values[place] = int64(one.Counts[place])
		}
		frames[i] = data.NewFrame("", timeField(counts.Times, counts.BucketMs), countField(one.Labels, values))
	}
	return series(data.FrameTypeTimeSeriesMulti, frames, Custom{Kind: "jobCounts", Coverage: &counts.Coverage})
}

// JobNumbers is one frame per group, with one number: the count over the whole time range.
func JobNumbers(counts contract.JobCounts) data.Frames {
	frames := make(data.Frames, len(counts.Series))
	for i, one := range counts.Series {
		frames[i] = data.NewFrame("", countField(one.Labels, []int64{int64(one.Total)}))
	}
	return series(data.FrameTypeNumericMulti, frames, Custom{Kind: "jobCounts", Coverage: &counts.Coverage})
}

// countField is named by its group, as "ERROR, echo", and coloured when it is the count of a state.
func countField(labels map[string]string, values []int64) *data.Field {
	config := &data.FieldConfig{DisplayNameFromDS: "Jobs"}
	if len(labels) > 0 {
		config.DisplayNameFromDS = groupName(labels)
	}
	if look, isState := contract.TheRules.States[contract.JobState(labels["state"])]; isState && len(labels) == 1 {
		config.Color = map[string]any{"mode": "fixed", "fixedColor": look.Color}
	}
	return data.NewField("count", data.Labels(maps.Clone(labels)), values).SetConfig(config)
}
