package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// readFailures asks for groups of failed jobs, by what became known in the time range.
func readFailures(m model, dataQuery backend.DataQuery) (Query, error) {
	show, err := shapeOfNow(m, frames.Failures, frames.FailureNumbers)
	if err != nil {
		return nil, err
	}
	from, to := m.timeRange(dataQuery)
	if from == nil {
		return nil, invalid("Failure groups need a time range. Turn off \"ignore time range\".")
	}
	span := dataQuery.TimeRange.Duration()
	bucket := int(chooseBucket(span/trendBuckets, span).Milliseconds())
	return ask(controller.Get[contract.FailureList]("/failures", contract.ListFailuresParams{
		Filter:   m.wireFilters(),
		Q:        m.searchText(),
		From:     *from,
		To:       *to,
		BucketMs: &bucket,
		Limit:    optional(m.Limit),
	}), show)
}

// trendBuckets are as many as a sparkline in a row shows.
const trendBuckets = 30
