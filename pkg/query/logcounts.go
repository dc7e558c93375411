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
	shape, err := m.shapeOfLogCounts()
	if err != nil {
		return nil, err
	}
	show := func(counts contract.LogCounts) data.Frames { return shape(m.withNoLines(counts)) }
	return ask(controller.Get[contract.LogCounts]("/stats/logs", contract.CountLogsParams{
		Filter:   m.wireFilters(),
		Q:        m.searchText(),
		From:     *from,
		To:       *to,
		Guid:     optional(strings.TrimSpace(m.GUID)),
		BucketMs: &bucket,
	}), show)
}

// shapeOfLogCounts: over time, or one number per level over the whole range.
func (m model) shapeOfLogCounts() (func(contract.LogCounts) data.Frames, error) {
	switch {
	case m.Format == "number":
		return frames.LogNumbers, nil
	case m.Format != "" && m.Format != "timeseries":
		return nil, invalid("Unknown format %q: expected one of timeseries, number.", m.Format)
	case m.isAlert:
		// A region over what was not counted is no series that a rule can read.
		return frames.LogSeries, nil
	default:
		return frames.LogCounts, nil
	}
}
