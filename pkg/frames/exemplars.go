package frames

import (
	"maps"
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Exemplar is one job of those that a series counts or measures: where it stands on the graph, and the labels of its series.
type Exemplar struct {
	Job contract.JobSummary
	// Time is epoch milliseconds.
	Time   int64
	Value  float64
	Labels map[string]string
}

// Exemplars are marks on a graph as those of Prometheus, which Grafana's time series and heatmap know by the frame's name. A label
// of the series is a field, so that a mark goes with its series.
func Exemplars(exemplars []Exemplar) *data.Frame {
	times, values := make([]time.Time, len(exemplars)), make([]float64, len(exemplars))
	names := map[string]bool{}
	for i, one := range exemplars {
		times[i], values[i] = at(one.Time), one.Value
		for name := range one.Labels {
			names[name] = true
		}
	}
	frame := data.NewFrame("exemplar", data.NewField("Time", nil, times), data.NewField("Value", nil, values))
	text := func(name, label string, of func(Exemplar) string) {
		texts := make([]string, len(exemplars))
		for i, one := range exemplars {
			texts[i] = of(one)
		}
		frame.Fields = append(frame.Fields, data.NewField(name, nil, texts).SetConfig(&data.FieldConfig{DisplayName: label}))
	}
	text("guid", "Job", func(one Exemplar) string { return one.Job.Guid })
	for _, name := range slices.Sorted(maps.Keys(names)) {
		text(name, "", func(one Exemplar) string { return one.Labels[name] })
	}
	for _, more := range []struct {
		name, label string
		of          func(Exemplar) string
	}{
		{"cmd", "Command", func(one Exemplar) string { return one.Job.Cmd }},
		{"nodeName", "Node", func(one Exemplar) string { return deref(one.Job.NodeName) }},
		{"state", "State", func(one Exemplar) string { return string(one.Job.State) }},
	} {
		if !names[more.name] {
			text(more.name, more.label, more.of)
		}
	}
	frame.Meta = &data.FrameMeta{
		DataTopic: data.DataTopicAnnotations, Custom: Custom{Kind: "exemplars", ResultType: "exemplar"},
	}
	return frame
}
