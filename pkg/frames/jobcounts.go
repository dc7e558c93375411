package frames

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// JobCounts is one frame per label set, with a count per bucket: what Grafana's alerting reads as time series.
//
// What an alert rule sees is decided by the question, not by chance: without groups the controller answers with one
// series, of zeros when no job matched; with groups there is one per group that has jobs, and no data when there is none.
func JobCounts(counts contract.JobCounts) data.Frames {
	times := make([]time.Time, len(counts.Times))
	for i, ms := range counts.Times {
		times[i] = at(ms)
	}
	return countFrames(counts, data.FrameTypeTimeSeriesMulti, func(series contract.JobCountSeries) []*data.Field {
		values := make([]int64, len(times))
		for i := range min(len(values), len(series.Counts)) {
			values[i] = int64(series.Counts[i])
		}
		timeField := data.NewField("time", nil, times)
		if counts.BucketMs != nil {
			timeField.Config = &data.FieldConfig{Interval: float64(*counts.BucketMs)}
		}
		return []*data.Field{timeField, countField(series.Labels, values)}
	})
}

// JobNumbers is one frame per label set, with one number: the count over the whole time range.
func JobNumbers(counts contract.JobCounts) data.Frames {
	return countFrames(counts, data.FrameTypeNumericMulti, func(series contract.JobCountSeries) []*data.Field {
		return []*data.Field{countField(series.Labels, []int64{int64(series.Total)})}
	})
}

func countFrames(counts contract.JobCounts, kind data.FrameType, fields func(contract.JobCountSeries) []*data.Field) data.Frames {
	frames := make(data.Frames, 0, max(1, len(counts.Series)))
	for _, series := range counts.Series {
		frames = append(frames, data.NewFrame("", fields(series)...))
	}
	if len(frames) == 0 {
		// A typed frame without fields is how the data plane contract says "no data".
		frames = append(frames, data.NewFrame(""))
	}
	for _, frame := range frames {
		frame.Meta = &data.FrameMeta{Type: kind, TypeVersion: data.FrameTypeVersion{0, 1}}
	}
	// Once is enough: what the answer covers is the same for every frame.
	frames[0].Meta.Custom = Custom{Kind: "jobCounts", Coverage: &counts.Coverage}
	frames[0].Meta.Notices = notices(&counts.Coverage)
	return frames
}

// countField names a series by its labels' values, as "ERROR, echo", and colours it when it is the count of a state.
func countField(labels map[string]string, values []int64) *data.Field {
	config := &data.FieldConfig{DisplayNameFromDS: "Jobs"}
	if len(labels) > 0 {
		names := make([]string, 0, len(labels))
		for _, name := range slices.Sorted(maps.Keys(labels)) {
			names = append(names, labels[name])
		}
		config.DisplayNameFromDS = strings.Join(names, ", ")
	}
	if look, isState := contract.TheRules.States[contract.JobState(labels["state"])]; isState && len(labels) == 1 {
		config.Color = map[string]any{"mode": "fixed", "fixedColor": look.Color}
	}
	return data.NewField("count", data.Labels(maps.Clone(labels)), values).SetConfig(config)
}
