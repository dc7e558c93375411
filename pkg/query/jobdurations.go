package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readJobDurations asks for percentiles of how long jobs waited and ran. They are read from every job of a time range.
func readJobDurations(m model, dataQuery backend.DataQuery) (Query, error) {
	figures, err := m.figures(dataQuery)
	if err != nil {
		return nil, err
	}
	if figures.from == nil {
		return nil, invalid("Durations need a time range. Turn off \"ignore time range\".")
	}
	return ask(controller.Get[contract.JobDurations]("/stats/durations", contract.MeasureDurationsParams{
		Filter:    m.wireFilters(),
		Q:         m.searchText(),
		From:      *figures.from,
		To:        *figures.to,
		TimeField: optional(contract.MeasureDurationsParamsTimeField(figures.timeField)),
		GroupBy:   words[contract.MeasureDurationsParamsGroupBy](m.GroupBy),
		BucketMs:  figures.bucketMs,
	}), frames.JobDurations)
}
