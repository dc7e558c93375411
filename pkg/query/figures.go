package query

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// figures is what questions for figures of jobs share: over time, or one number per group.
type figures struct {
	from, to  *int64
	timeField string
	// asNumbers: one figure over the whole range per group instead of one per bucket.
	asNumbers bool
	bucketMs  *int
}

func (m model) figures(dataQuery backend.DataQuery) (figures, error) {
	asNumbers := m.Format == "number"
	if !asNumbers && m.Format != "" && m.Format != "timeseries" {
		return figures{}, invalid("Unknown format %q: expected one of timeseries, number.", m.Format)
	}
	from, to := m.timeRange(dataQuery)
	if asNumbers {
		return figures{from: from, to: to, timeField: m.countedTime(), asNumbers: true}, nil
	}
	if from == nil {
		return figures{}, invalid("Figures over time need a time range. Turn off \"ignore time range\", or choose the format \"number\".")
	}
	span := dataQuery.TimeRange.Duration()
	bucket := int(chooseBucket(max(dataQuery.Interval, span/readableBuckets), span).Milliseconds())
	return figures{from: from, to: to, timeField: m.countedTime(), bucketMs: &bucket}, nil
}

// readableBuckets are as many bars as one can tell apart and point at, however wide the graph is: Grafana's interval is a
// few pixels, and counts of two seconds each are spikes.
const readableBuckets = 80

// countedTime: "how many failed" means how many ended, so figures go by timeStop unless the query says otherwise, and those
// of alert rules by timeKnown: what is reported late is in no window by timeStop. Lists go by the API's default, timeCreate.
func (m model) countedTime() string {
	switch {
	case m.TimeField != "":
		return m.TimeField
	case m.isAlert:
		return "timeKnown"
	default:
		return "timeStop"
	}
}

// bucketSteps divide each other or the day, so that buckets fall on full minutes, hours and days.
var bucketSteps = []time.Duration{
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// chooseBucket is the shortest step that is not under the interval and does not exceed the API's number of buckets.
// The controller starts buckets at multiples of their length, hence up to one more at either end.
func chooseBucket(interval, span time.Duration) time.Duration {
	most := time.Duration(contract.TheRules.Limits.Buckets - 2)
	shortest := max(interval, (span+most-1)/most)
	for _, step := range bucketSteps {
		if step >= shortest {
			return step
		}
	}
	const day = 24 * time.Hour
	return (shortest + day - 1) / day * day
}
