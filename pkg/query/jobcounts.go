package query

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// JobCounts asks for exact counts: over time, or one number per group. Alert rules use it, so it never has a row limit.
type JobCounts struct {
	Params contract.CountJobsParams
	// AsNumbers: one count over the whole range per group instead of one per bucket.
	AsNumbers bool
}

func (JobCounts) isQuery() {}

func parseJobCounts(m model, dataQuery backend.DataQuery) (Query, error) {
	filters, err := wireFilters(m.Filters, contract.TheRules.Fields.Jobs)
	if err != nil {
		return nil, err
	}
	search, err := m.searchText()
	if err != nil {
		return nil, err
	}
	if err := oneOf("time field", m.TimeField, contract.TheRules.TimeFields...); err != nil {
		return nil, err
	}
	if err := oneOf("format", m.Format, "timeseries", "number"); err != nil {
		return nil, err
	}
	groups, err := groupBy(m.GroupBy)
	if err != nil {
		return nil, err
	}
	asNumbers := m.Format == "number"
	from, to := m.timeRange(dataQuery)
	if from == nil && !asNumbers {
		return nil, invalid("Counts over time need a time range. Turn off \"ignore time range\", or choose the format \"number\".")
	}
	params := contract.CountJobsParams{
		Filter: filters, Q: search, From: from, To: to, TimeField: countedTime(m.TimeField), GroupBy: groups,
	}
	if !asNumbers {
		bucket := int(chooseBucket(dataQuery.Interval, dataQuery.TimeRange.Duration()).Milliseconds())
		params.BucketMs = &bucket
	}
	return JobCounts{Params: params, AsNumbers: asNumbers}, nil
}

// countedTime: "how many failed" means how many ended, so a count goes by timeStop unless the query says otherwise.
func countedTime(timeField string) *contract.CountJobsParamsTimeField {
	if timeField == "" {
		timeField = "timeStop"
	}
	return optional(contract.CountJobsParamsTimeField(timeField))
}

func groupBy(fields []string) (*[]contract.CountJobsParamsGroupBy, error) {
	var groups []contract.CountJobsParamsGroupBy
	for _, field := range fields {
		if field == "" {
			continue
		}
		if err := oneOf("group", field, contract.TheRules.GroupFields...); err != nil {
			return nil, err
		}
		groups = append(groups, contract.CountJobsParamsGroupBy(field))
	}
	if groups == nil {
		return nil, nil
	}
	return &groups, nil
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
