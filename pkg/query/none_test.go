package query

import (
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

func parseAlert(t *testing.T, json string) Query {
	t.Helper()
	parsed, err := Parse(backend.DataQuery{JSON: []byte(json), TimeRange: lastHour, Interval: time.Minute}, true)
	require.NoError(t, err)
	return parsed
}

func TestARuleSavedAsTheEditorFirstShowedItAsksWhatWasShown(t *testing.T) {
	const failed = "GET /api/v1/stats/jobs?filter=state%7Cin%7CERROR%7CTIMEOUT&from=1000000&groupBy=state&groupBy=organization&groupBy=cmd"
	const ended = "&timeField=timeKnown&to=4600000"
	require.Equal(t, failed+ended, parseAlert(t, `{"refId":"A"}`).String())
	require.Equal(t, failed+ended, parseAlert(t, `{"refId":"A","intervalMs":1000,"maxDataPoints":43200}`).String())
	require.Equal(t, failed+"&q=disk"+ended, parseAlert(t, `{"refId":"A","search":"disk"}`).String(), "with what was changed")
}

func TestARuleThatSaysWhatItAsksIsTakenAtItsWord(t *testing.T) {
	require.Equal(t, "GET /api/v1/stats/jobs?from=1000000&timeField=timeKnown&to=4600000",
		parseAlert(t, `{"queryType":"jobCounts","format":"number"}`).String(), "by the time that the editor shows in an alert")
	require.Contains(t, parseAlert(t, `{"queryType":"jobCounts","format":"number","timeField":"timeStop"}`).String(), "timeField=timeStop")
	require.Contains(t, parseAlert(t, `{"queryType":"jobs"}`).String(), "/jobs?")
}

func TestWhatWasAskedForByNameAndHasNoJobsIsZeros(t *testing.T) {
	condition := func(operator string, values ...string) Condition {
		return Condition{Field: "state", Operator: operator, Values: values}
	}
	of := func(labels map[string]string) contract.JobCountSeries {
		return contract.JobCountSeries{Labels: labels, Counts: []int{3, 4}, Total: 7}
	}
	echo := of(map[string]string{"state": "ERROR", "cmd": "echo"})
	none := func(labels map[string]string) contract.JobCountSeries {
		return contract.JobCountSeries{Labels: labels, Counts: []int{0, 0}}
	}
	noTimeout := none(map[string]string{"state": "TIMEOUT"})
	for _, tc := range []struct {
		name        string
		model       model
		found, want []contract.JobCountSeries
	}{
		{
			"a listed state that no job is in",
			model{GroupBy: []string{"state", "cmd"}, Filters: []Condition{condition("in", "ERROR", "TIMEOUT")}},
			[]contract.JobCountSeries{echo},
			[]contract.JobCountSeries{echo, noTimeout},
		},
		{
			"the one state, as a variable with several values gives it",
			model{GroupBy: []string{"state"}, Filters: []Condition{condition("=", "TIMEOUT")}},
			nil,
			[]contract.JobCountSeries{noTimeout},
		},
		{
			"what all conditions let through",
			model{GroupBy: []string{"state"}, Filters: []Condition{condition("in", "OK", "TIMEOUT"), condition("in", "ERROR", "TIMEOUT")}},
			nil,
			[]contract.JobCountSeries{noTimeout},
		},
		{
			"nothing when an operator lets through what only the controller knows",
			model{GroupBy: []string{"state"}, Filters: []Condition{condition("in", "OK", "TIMEOUT"), condition("!=", "OK")}},
			nil,
			nil,
		},
		{"nothing when all states are meant", model{GroupBy: []string{"state"}, Filters: []Condition{condition("in", "__all")}}, nil, nil},
		{"nothing when jobs are not counted by state", model{GroupBy: []string{"cmd"}, Filters: []Condition{condition("=", "OK")}}, nil, nil},
		{
			"all of it for an alert rule, whatever it groups by",
			model{isAlert: true, GroupBy: []string{"cmd"}},
			nil,
			[]contract.JobCountSeries{none(map[string]string{})},
		},
		{
			"nothing more for an alert rule that found something",
			model{isAlert: true, GroupBy: []string{"cmd"}},
			[]contract.JobCountSeries{echo},
			[]contract.JobCountSeries{echo},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := tc.model.withNone(contract.JobCounts{Series: tc.found, Times: []int64{1, 2}})
			require.ElementsMatch(t, tc.want, got.Series)
		})
	}
}

func TestStatesComeInTheOrderInWhichTheyAreListed(t *testing.T) {
	of := func(state string) contract.JobCountSeries {
		return contract.JobCountSeries{Labels: map[string]string{"state": state}, Counts: []int{1}}
	}
	listed := model{GroupBy: []string{"state"}, Filters: []Condition{{Field: "state", Operator: "in", Values: []string{"RUNNING", "OK", "ERROR"}}}}
	counted := listed.withNone(contract.JobCounts{Times: []int64{1}, Series: []contract.JobCountSeries{of("ERROR"), of("RUNNING")}})
	var states []string
	for _, one := range counted.Series {
		states = append(states, one.Labels["state"])
	}
	require.Equal(t, []string{"RUNNING", "OK", "ERROR"}, states)
}

func TestLevelsThatAreListedAndHaveNoLinesAreZeros(t *testing.T) {
	levels := func(operator string, values ...string) []Condition {
		return []Condition{{Field: "level", Operator: operator, Values: values}}
	}
	errors := contract.LogCountSeries{Level: 2, Counts: []int64{3, 4}}
	none := func(level int) contract.LogCountSeries {
		return contract.LogCountSeries{Level: level, Counts: []int64{0, 0}}
	}
	for _, tc := range []struct {
		name        string
		model       model
		found, want []contract.LogCountSeries
	}{
		{"a level that no line has", model{Filters: levels("in", "1", "2")}, []contract.LogCountSeries{errors}, []contract.LogCountSeries{errors, none(1)}},
		{"nothing of levels that another operator lets through", model{Filters: levels("range", "", "3")}, nil, nil},
		{"the one level of a rule", model{Filters: levels("=", "2"), isAlert: true}, nil, []contract.LogCountSeries{none(2)}},
		{"a rule of all lines, when there is none", model{isAlert: true}, nil, []contract.LogCountSeries{none(1)}},
		{"nothing of a graph of all lines", model{}, nil, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			counted := tc.model.withNoLines(contract.LogCounts{Times: []int64{1, 2}, Series: tc.found})
			require.ElementsMatch(t, tc.want, counted.Series)
		})
	}
}
