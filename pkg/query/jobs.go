package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readJobs asks for the jobs list: a page of it, or several.
func readJobs(m model, dataQuery backend.DataQuery) (Query, error) {
	from, to := m.timeRange(dataQuery)
	params := contract.ListJobsParams{
		Filter:    m.wireFilters(),
		Q:         m.searchText(),
		From:      from,
		To:        to,
		TimeField: optional(contract.ListJobsParamsTimeField(m.TimeField)),
		Sort:      optional(m.Sort),
		Cursor:    optional(m.Cursor),
		At:        optional(contract.ListJobsParamsAt(m.At)),
		Limit:     optional(m.Limit),
	}
	rows, err := m.rowsWanted()
	if err != nil {
		return nil, err
	}
	request := func(cursor *string, limit int) controller.Request[contract.JobList] {
		params.Cursor, params.Limit = cursor, optional(limit)
		return controller.Get[contract.JobList]("/jobs", params)
	}
	if rows > 0 {
		return paged[contract.JobList]{kindOf: jobLists, request: request, cursor: params.Cursor, wanted: rows, show: frames.Jobs}, nil
	}
	return ask(request(params.Cursor, m.Limit), frames.Jobs)
}
