package query

import (
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readLogs asks for a page of log lines: of one job, or of all when no guid is given.
func readLogs(m model, dataQuery backend.DataQuery) (Query, error) {
	from, to := m.timeRange(dataQuery)
	params := contract.ListLogsParams{
		Filter:    m.wireFilters(),
		Q:         m.searchText(),
		From:      from,
		To:        to,
		Direction: optional(contract.ListLogsParamsDirection(m.Direction)),
		Cursor:    optional(m.Cursor),
		At:        optional(contract.ListLogsParamsAt(m.At)),
		Limit:     optional(m.Limit),
	}
	show := func(lines contract.LogList) data.Frames { return frames.Logs(lines, params.Q) }
	guid := strings.TrimSpace(m.GUID)
	if guid == "" {
		return ask(controller.Get[contract.LogList]("/logs", params), show)
	}
	return askOf(guid, func(id controller.ID) controller.Request[contract.LogList] {
		return controller.Get[contract.LogList]("/jobs/"+id.String()+"/logs", params)
	}, show)
}
