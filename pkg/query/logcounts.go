package query

import (
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readLogCounts asks how many lines there are by level over the time range, whatever their page shows.
func readLogCounts(m model, dataQuery backend.DataQuery) (Query, error) {
	from, to := m.timeRangeOfLines(dataQuery)
	if from == nil || to == nil {
		return nil, invalid("Counts of log lines need a time range. Turn off \"ignore time range\".")
	}
	bucket := int(chooseBucket(dataQuery.Interval, dataQuery.TimeRange.Duration()).Milliseconds())
	show := frames.LogCounts
	if m.isAlert {
		// A region over what was not counted is no series that a rule can read.
		show = func(counts contract.LogCounts) data.Frames { return frames.LogSeries(counts) }
	}
	return ask(controller.Get[contract.LogCounts]("/stats/logs", contract.CountLogsParams{
		Filter:   m.wireFilters(),
		Q:        m.searchText(),
		From:     *from,
		To:       *to,
		Guid:     optional(strings.TrimSpace(m.GUID)),
		BucketMs: &bucket,
	}), show)
}
