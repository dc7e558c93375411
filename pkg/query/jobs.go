package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readJobs asks for a page of the jobs list.
func readJobs(m model, dataQuery backend.DataQuery) (Query, error) {
	from, to := m.timeRange(dataQuery)
	return ask(controller.Get[contract.JobList]("/jobs", contract.ListJobsParams{
		Filter:    m.wireFilters(),
		Q:         m.searchText(),
		From:      from,
		To:        to,
		TimeField: optional(contract.ListJobsParamsTimeField(m.TimeField)),
		Sort:      optional(m.Sort),
		Cursor:    optional(m.Cursor),
		At:        optional(contract.ListJobsParamsAt(m.At)),
		Limit:     optional(m.Limit),
	}), frames.Jobs)
}
