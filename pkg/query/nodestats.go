package query

import (
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readNodeStats asks for what nodes measured of themselves: over time, or one number per series.
func readNodeStats(m model, dataQuery backend.DataQuery) (Query, error) {
	figures, err := m.statFigures()
	if err != nil {
		return nil, err
	}
	asked, err := m.figures(dataQuery)
	if err != nil {
		return nil, err
	}
	if asked.from == nil {
		return nil, invalid("Node stats need a time range. Turn off \"ignore time range\".")
	}
	if asked.bucketMs != nil {
		shortest := time.Duration(contract.TheRules.ShortestStatBucketMs) * time.Millisecond
		bucket := int(chooseBucket(max(dataQuery.Interval, shortest), dataQuery.TimeRange.Duration()).Milliseconds())
		asked.bucketMs = &bucket
	}
	if stats := slices.DeleteFunc(slices.Clone(m.Stats), func(stat string) bool { return stat == "" }); len(stats) > 0 {
		m.Filters = append(slices.Clone(m.Filters), Condition{Field: "stat", Operator: "in", Values: stats})
	}
	show := func(stats contract.NodeStats) data.Frames { return frames.NodeStats(stats, figures) }
	return ask(controller.Get[contract.NodeStats]("/stats/nodes", contract.MeasureNodesParams{
		Filter:   m.wireFilters(),
		From:     *asked.from,
		To:       *asked.to,
		BucketMs: asked.bucketMs,
	}), show)
}

// statFigures are what is shown of each bucket's samples: their mean unless the query says otherwise.
func (m model) statFigures() ([]string, error) {
	known := contract.TheRules.StatFigures
	for _, figure := range m.Figures {
		if !slices.Contains(known, figure) {
			return nil, invalid("Unknown figure %q: expected some of %s.", figure, strings.Join(known, ", "))
		}
	}
	if len(m.Figures) == 0 {
		return []string{"mean"}, nil
	}
	// In the order of the list, whatever order they were chosen in.
	return slices.DeleteFunc(slices.Clone(known), func(figure string) bool { return !slices.Contains(m.Figures, figure) }), nil
}
