package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"

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
	show := frames.JobCounts
	if figures.asNumbers {
		show = frames.JobNumbers
	}
	return ask(controller.Get[contract.JobCounts]("/stats/jobs", contract.CountJobsParams{
		Filter:    wireFilters(m.Filters),
		Q:         m.searchText(),
		From:      figures.from,
		To:        figures.to,
		TimeField: optional(contract.CountJobsParamsTimeField(figures.timeField)),
		GroupBy:   words[contract.CountJobsParamsGroupBy](m.GroupBy),
		BucketMs:  figures.bucketMs,
	}), show)
}
