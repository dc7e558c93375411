package frames

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// series is one frame per label set: what Grafana's alerting reads as time series or as numbers.
//
// What an alert rule sees is decided by the question, not by chance: without groups the controller answers with one
// series, also when no job matched; with groups there is one per group that has jobs, and no data when there is none.
func series(kind data.FrameType, frames data.Frames, custom Custom) data.Frames {
	if len(frames) == 0 {
		// A typed frame without fields is how the data plane contract says "no data".
		frames = data.Frames{data.NewFrame("")}
	}
	for _, frame := range frames {
		frame.Meta = &data.FrameMeta{Type: kind, TypeVersion: data.FrameTypeVersion{0, 1}}
	}
	// Once is enough: what the answer covers is the same for every frame.
	frames[0].Meta.Custom = custom
	frames[0].Meta.Notices = notices(custom.Coverage)
	return frames
}

// timeField has the starts of buckets; they are as long as bucketMs says.
func timeField(starts []int64, bucketMs *int) *data.Field {
	times := make([]time.Time, len(starts))
	for i, ms := range starts {
		times[i] = at(ms)
	}
	field := data.NewField("time", nil, times)
	if bucketMs != nil {
		field.Config = &data.FieldConfig{Interval: float64(*bucketMs)}
	}
	return field
}

// groupName of labels: {cmd: echo, state: ERROR} → "echo, ERROR"; empty without any.
func groupName(labels map[string]string) string {
	values := make([]string, 0, len(labels))
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		values = append(values, labels[name])
	}
	return strings.Join(values, ", ")
}
