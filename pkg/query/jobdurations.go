package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// asHeatmap is the format of durations that Grafana's heatmap draws: how many jobs took how long.
const asHeatmap = "heatmap"

// readJobDurations asks for percentiles of how long jobs waited and ran, or for how many took how long. They are read from every job
// of a time range.
func readJobDurations(m model, dataQuery backend.DataQuery) (Query, error) {
	isHeatmap := m.Format == asHeatmap
	show := frames.JobDurations
	if isHeatmap {
		if m.Figure != "" && m.Figure != "run" && m.Figure != "wait" {
			return nil, invalid("Unknown duration %q: expected one of run, wait.", m.Figure)
		}
		// One heatmap is of all jobs: cells of groups would lie over each other.
		m.Format, m.GroupBy = "", nil
		show = func(durations contract.JobDurations) data.Frames {
			return frames.DurationHeatmap(durations, m.Figure == "wait")
		}
	}
	figures, err := m.figures(dataQuery)
	if err != nil {
		return nil, err
	}
	if figures.from == nil {
		return nil, invalid("Durations need a time range. Turn off \"ignore time range\".")
	}
	measured, err := ask(controller.Get[contract.JobDurations]("/stats/durations", contract.MeasureDurationsParams{
		Filter:    m.wireFilters(),
		Q:         m.searchText(),
		From:      *figures.from,
		To:        *figures.to,
		TimeField: optional(contract.MeasureDurationsParamsTimeField(figures.timeField)),
		GroupBy:   words[contract.MeasureDurationsParamsGroupBy](m.GroupBy),
		BucketMs:  figures.bucketMs,
		Histogram: optional(isHeatmap),
	}), show)
	if err != nil {
		return nil, err
	}
	kinds := durationExemplars
	if isHeatmap {
		kinds = durationExemplars[:1]
		if m.Figure == "wait" {
			kinds = durationExemplars[1:]
		}
	}
	return exemplified(measured, m, figures, kinds), nil
}
