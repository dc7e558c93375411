package query

import (
	"slices"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// withNone adds what was asked for by name and has no jobs: a state that the filter lists is a series of zeros, so that
// "none failed" is a number and not missing data. For an alert rule the same holds of everything: no job at all is one
// series of zeros without labels, whatever it groups by.
func (m model) withNone(counts contract.JobCounts) contract.JobCounts {
	counts.Series = slices.Clone(counts.Series)
	for _, state := range m.listedStates() {
		if !slices.ContainsFunc(counts.Series, func(one contract.JobCountSeries) bool { return one.Labels["state"] == state }) {
			counts.Series = append(counts.Series, zeros(counts, map[string]string{"state": state}))
		}
	}
	if m.isAlert && len(counts.Series) == 0 {
		counts.Series = append(counts.Series, zeros(counts, map[string]string{}))
	}
	return counts
}

// listedStates are those that conditions name one by one, when jobs are counted by state; none when another operator has
// a say, of which only the controller knows what it lets through.
func (m model) listedStates() []string {
	if !slices.Contains(m.GroupBy, "state") {
		return nil
	}
	var listed []string
	for _, saved := range m.Filters {
		condition, isEffective := normalise(saved)
		if !isEffective || condition.Field != "state" {
			continue
		}
		if condition.Operator != "=" && condition.Operator != "in" {
			return nil
		}
		if listed == nil {
			listed = slices.Clone(condition.Values)
		}
		listed = slices.DeleteFunc(listed, func(state string) bool { return !slices.Contains(condition.Values, state) })
	}
	return listed
}

func zeros(counts contract.JobCounts, labels map[string]string) contract.JobCountSeries {
	return contract.JobCountSeries{Labels: labels, Counts: make([]int, len(counts.Times))}
}
