package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Jobs asks for a page of the jobs list.
type Jobs struct{ Params contract.ListJobsParams }

func (Jobs) isQuery() {}

func parseJobs(m model, dataQuery backend.DataQuery) (Query, error) {
	filters, err := wireFilters(m.Filters, contract.TheRules.Fields.Jobs)
	if err != nil {
		return nil, err
	}
	search, err := m.searchText()
	if err != nil {
		return nil, err
	}
	if err := m.page(); err != nil {
		return nil, err
	}
	if err := oneOf("time field", m.TimeField, contract.TheRules.TimeFields...); err != nil {
		return nil, err
	}
	if err := sortable(m.Sort, contract.TheRules.Fields.Jobs); err != nil {
		return nil, err
	}
	from, to := m.timeRange(dataQuery)
	return Jobs{contract.ListJobsParams{
		Filter:    filters,
		Q:         search,
		From:      from,
		To:        to,
		TimeField: optional(contract.ListJobsParamsTimeField(m.TimeField)),
		Sort:      optional(m.Sort),
		Cursor:    optional(m.Cursor),
		At:        optional(contract.ListJobsParamsAt(m.At)),
		Limit:     optional(m.Limit),
	}}, nil
}
