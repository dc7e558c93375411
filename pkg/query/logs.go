package query

import (
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Logs asks for a page of log lines: of one job, or of all when JobGUID is empty.
type Logs struct {
	JobGUID string
	Params  contract.ListLogsParams
}

func (Logs) isQuery() {}

func parseLogs(m model, dataQuery backend.DataQuery) (Query, error) {
	filters, err := wireFilters(m.Filters, contract.TheRules.Fields.Logs)
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
	if err := oneOf("direction", m.Direction, "forward", "backward"); err != nil {
		return nil, err
	}
	from, to := m.timeRange(dataQuery)
	return Logs{
		JobGUID: strings.TrimSpace(m.GUID),
		Params: contract.ListLogsParams{
			Filter:    filters,
			Q:         search,
			From:      from,
			To:        to,
			Direction: optional(contract.ListLogsParamsDirection(m.Direction)),
			Cursor:    optional(m.Cursor),
			At:        optional(contract.ListLogsParamsAt(m.At)),
			Limit:     optional(m.Limit),
		},
	}, nil
}
