package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readJobCounts asks for exact counts. Alert rules use them, so they never have a row limit.
func readJobCounts(m model, dataQuery backend.DataQuery) (Query, error) {
	figures, err := m.figures(dataQuery)
	if err != nil {
		return nil, err
	}
	shape := frames.JobCounts
	if figures.asNumbers {
		shape = frames.JobNumbers
	}
	show := func(counts contract.JobCounts) data.Frames { return shape(m.withNone(counts)) }
	counted, err := ask(controller.Get[contract.JobCounts]("/stats/jobs", contract.CountJobsParams{
		Filter:    m.wireFilters(),
		Q:         m.searchText(),
		From:      figures.from,
		To:        figures.to,
		TimeField: optional(contract.CountJobsParamsTimeField(figures.timeField)),
		GroupBy:   words[contract.CountJobsParamsGroupBy](m.GroupBy),
		BucketMs:  figures.bucketMs,
	}), show)
	if err != nil {
		return nil, err
	}
	return exemplified(counted, m, figures, countExemplars), nil
}
