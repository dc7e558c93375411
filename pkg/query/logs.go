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
	from, to := m.timeRangeOfLines(dataQuery)
	// Those of one job take what those of all take, and the place of a line in the job.
	params := contract.ListJobLogsParams{
		Filter:    m.wireFilters(),
		Q:         m.searchText(),
		From:      from,
		To:        to,
		Direction: optional(contract.ListJobLogsParamsDirection(m.Direction)),
		Cursor:    optional(m.Cursor),
		At:        optional(contract.ListJobLogsParamsAt(m.At)),
		StartTime: optional(m.StartTime),
		StartSeq:  (*int64)(m.StartSeq),
		Limit:     optional(m.Limit),
	}
	path, err := m.pathOfLines()
	if err != nil {
		return nil, err
	}
	show := func(lines contract.LogList) data.Frames { return frames.Logs(lines, params.Q) }
	if m.Around {
		return around(path, params, show)
	}
	rows, err := m.rowsWanted()
	if err != nil {
		return nil, err
	}
	request := func(cursor *string, limit int) controller.Request[contract.LogList] {
		params.Cursor, params.Limit = cursor, optional(limit)
		if cursor != nil {
			params.StartTime, params.StartSeq = nil, nil // the cursor is the place
		}
		return controller.Get[contract.LogList](path, params)
	}
	if rows > 0 {
		return paged[contract.LogList]{kindOf: logLists, request: request, cursor: params.Cursor, wanted: rows, show: show}, nil
	}
	return ask(controller.Get[contract.LogList](path, params), show)
}

// pathOfLines refuses a place in a job without the job.
func (m model) pathOfLines() (string, error) {
	guid := strings.TrimSpace(m.GUID)
	if guid == "" {
		if m.StartSeq != nil {
			return "", invalid("A line's number is of one job: expected its guid, got none.")
		}
		return "/logs", nil
	}
	id, err := controller.NewID(guid)
	if err != nil {
		return "", err
	}
	return "/jobs/" + id.String() + "/logs", nil
}

// timeRangeOfLines includes the last millisecond: Grafana asks for lines up to the time of one it has, when it loads older
// ones and in a permalink, and others of that moment would be lost. It leaves out those that it has.
func (m model) timeRangeOfLines(dataQuery backend.DataQuery) (from, to *int64) {
	from, to = m.timeRange(dataQuery)
	if to != nil {
		to = optional(*to + 1)
	}
	return from, to
}
