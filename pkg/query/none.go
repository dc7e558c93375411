package query

import (
	"slices"
	"strconv"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// withNone adds what was asked for by name and has no jobs: a state that the filter lists is a series of zeros, so that
// "none failed" is a number and not missing data; and puts states in the order in which they are listed, so that they keep
// their places as they come and go. For an alert rule the same holds of everything: no job at all is one
// series of zeros without labels, whatever it groups by.
func (m model) withNone(counts contract.JobCounts) contract.JobCounts {
	counts.Series = slices.Clone(counts.Series)
	listed := m.listed("state")
	for _, state := range listed {
		if !slices.ContainsFunc(counts.Series, func(one contract.JobCountSeries) bool { return one.Labels["state"] == state }) {
			counts.Series = append(counts.Series, zeros(counts, map[string]string{"state": state}))
		}
	}
	slices.SortStableFunc(counts.Series, func(a, b contract.JobCountSeries) int {
		return slices.Index(listed, a.Labels["state"]) - slices.Index(listed, b.Labels["state"])
	})
	if m.isAlert && len(counts.Series) == 0 {
		counts.Series = append(counts.Series, zeros(counts, map[string]string{}))
	}
	return counts
}

// listed are the values of a label that conditions name one by one; none when another operator has a say, of which only
// the controller knows what it lets through. Jobs have the labels that they are grouped by, lines are counted by level.
func (m model) listed(label string) []string {
	if label != "level" && !slices.Contains(m.GroupBy, label) {
		return nil
	}
	var listed []string
	for _, saved := range m.Filters {
		condition, isEffective := normalise(saved)
		if !isEffective || condition.Field != label {
			continue
		}
		if condition.Operator != "=" && condition.Operator != "in" {
			return nil
		}
		if listed == nil {
			listed = slices.Clone(condition.Values)
		}
		listed = slices.DeleteFunc(listed, func(value string) bool { return !slices.Contains(condition.Values, value) })
	}
	return listed
}

// withNoLines is withNone of log lines: a level that the filter lists and no line has is zero, and for an alert rule so is
// no line at all.
func (m model) withNoLines(counts contract.LogCounts) contract.LogCounts {
	counts.Series = slices.Clone(counts.Series)
	none := make([]int64, len(counts.Times))
	for _, text := range m.listed("level") {
		level, err := strconv.Atoi(text)
		if err == nil && !slices.ContainsFunc(counts.Series, func(one contract.LogCountSeries) bool { return one.Level == level }) {
			counts.Series = append(counts.Series, contract.LogCountSeries{Level: level, Counts: none})
		}
	}
	if m.isAlert && len(counts.Series) == 0 {
		counts.Series = append(counts.Series, contract.LogCountSeries{Level: mostImportantLevel, Counts: none})
	}
	return counts
}

// mostImportantLevel is in every question that does not say another.
const mostImportantLevel = 1

func zeros(counts contract.JobCounts, labels map[string]string) contract.JobCountSeries {
	return contract.JobCountSeries{Labels: labels, Counts: make([]int, len(counts.Times))}
}
