package query

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

var lastHour = backend.TimeRange{From: time.UnixMilli(1_000_000), To: time.UnixMilli(4_600_000)}

func parse(t *testing.T, json string) Query {
	t.Helper()
	parsed, err := Parse(backend.DataQuery{JSON: []byte(json), TimeRange: lastHour, Interval: 30 * time.Second})
	require.NoError(t, err)
	return parsed
}

func ptr[T any](value T) *T { return &value }

func TestParse(t *testing.T) {
	parsed := []struct {
		name, json string
		want       Query
	}{
		{
			"a query without version or type asks for jobs, as the first version did", `{"refId":"A"}`,
			Jobs{contract.ListJobsParams{From: ptr(int64(1_000_000)), To: ptr(int64(4_600_000))}},
		},
		{
			"jobs with everything", `{"queryType":"jobs","version":1,"search":" disk ","timeField":"timeStart","ignoreTimeRange":true,
			  "sort":"-runMs","limit":50,"cursor":"abc","filters":[{"field":"state","operator":"in","values":["ERROR","TIMEOUT"]}]}`,
			Jobs{contract.ListJobsParams{
				Filter: &[]string{"state|in|ERROR|TIMEOUT"}, Q: ptr("disk"), TimeField: ptr(contract.ListJobsParamsTimeFieldTimeStart),
				Sort: ptr("-runMs"), Cursor: ptr("abc"), Limit: ptr(50),
			}},
		},
		{
			"jobs as version 1 called their fields, as alert rules and saved panels still do", `{"queryType":"jobs","version":1,"ignoreTimeRange":true,"sort":"-run",
			  "filters":[{"field":"wait","operator":"range","values":["5",""]},{"field":"result","operator":"contains","values":["run"]}]}`,
			Jobs{contract.ListJobsParams{Filter: &[]string{"waitMs|range|5|", "resultPreview|contains|run"}, Sort: ptr("-runMs")}},
		},
		{
			"former names that a variable brings into a query of today", `{"queryType":"jobs","version":2,"ignoreTimeRange":true,"sort":"result",
			  "filters":[{"field":"run","operator":"=","values":["5"]}]}`,
			Jobs{contract.ListJobsParams{Filter: &[]string{"runMs|=|5"}, Sort: ptr("resultPreview")}},
		},
		{
			"counts of jobs by a former name", `{"queryType":"jobCounts","version":1,"format":"number","ignoreTimeRange":true,
			  "filters":[{"field":"run","operator":"range","values":["60000",""]}]}`,
			JobCounts{AsNumbers: true, Params: contract.CountJobsParams{
				Filter: &[]string{"runMs|range|60000|"}, TimeField: ptr(contract.CountJobsParamsTimeFieldTimeStop),
			}},
		},
		{"a job", `{"queryType":"job","version":1,"guid":" g1 "}`, Job{GUID: "g1"}},
		{"a job that was not chosen", `{"queryType":"job","version":1}`, Job{}},
		{"a JumpScript in its current version", `{"queryType":"jumpscript","jumpscriptId":"cloud:echo","jumpscriptVersion":""}`, JumpScript{ID: "cloud:echo"}},
		{
			"a JumpScript whose version came from a variable as text", `{"queryType":"jumpscript","jumpscriptId":"cloud:echo","jumpscriptVersion":"3"}`,
			JumpScript{ID: "cloud:echo", Params: contract.GetJumpScriptParams{Version: ptr(3)}},
		},
		{
			"a JumpScript whose version is a number", `{"queryType":"jumpscript","jumpscriptId":"cloud:echo","jumpscriptVersion":3}`,
			JumpScript{ID: "cloud:echo", Params: contract.GetJumpScriptParams{Version: ptr(3)}},
		},
		{
			"JumpScripts by role", `{"queryType":"jumpscripts","filters":[{"field":"roles","operator":"=","values":["storage"]}]}`,
			JumpScripts{contract.ListJumpScriptsParams{Filter: &[]string{"roles|=|storage"}}},
		},
		{
			"log lines of one job, newest first", `{"queryType":"logs","guid":"g1","ignoreTimeRange":true,"direction":"backward","at":"last"}`,
			Logs{JobGUID: "g1", Params: contract.ListLogsParams{Direction: ptr(contract.ListLogsParamsDirectionBackward), At: ptr(contract.ListLogsParamsAtLast)}},
		},
		{"nodes", `{"queryType":"nodes"}`, Nodes{}},
		{"queues", `{"queryType":"queues"}`, Queues{}},
		{
			"counts go by the time jobs stopped, in buckets of the panel's interval", `{"queryType":"jobCounts","groupBy":["state",""]}`,
			JobCounts{Params: contract.CountJobsParams{
				From: ptr(int64(1_000_000)), To: ptr(int64(4_600_000)), TimeField: ptr(contract.CountJobsParamsTimeFieldTimeStop),
				GroupBy: &[]contract.CountJobsParamsGroupBy{"state"}, BucketMs: ptr(30_000),
			}},
		},
		{
			"counts as numbers have no buckets", `{"queryType":"jobCounts","format":"number","timeField":"timeCreate","ignoreTimeRange":true}`,
			JobCounts{AsNumbers: true, Params: contract.CountJobsParams{TimeField: ptr(contract.CountJobsParamsTimeFieldTimeCreate)}},
		},
	}
	for _, tc := range parsed {
		t.Run("reads "+tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, parse(t, tc.json))
		})
	}

	refused := []struct{ name, json, says string }{
		{"text that is not JSON", `{`, "not as expected"},
		{"an unknown query type", `{"queryType":"tasks"}`, `Unknown query type "tasks": expected one of job, jobCounts,`},
		{"a newer version", `{"queryType":"jobs","version":3}`, "Update the OpenvCloud Jobs app"},
		{"a field of logs by what one of jobs was called", `{"queryType":"logs","version":1,"filters":[{"field":"run","operator":"=","values":["5"]}]}`, `Unknown filter field "run"`},
		{"a limit over the API's", `{"queryType":"jobs","limit":1001}`, "from 1 to 1000 rows, got 1001"},
		{"a negative limit", `{"queryType":"logs","limit":-1}`, "got -1"},
		{"a place that is no place", `{"queryType":"jobs","at":"middle"}`, `Unknown at "middle": expected one of first, last`},
		{"an unknown time field", `{"queryType":"jobs","timeField":"time"}`, "expected one of timeCreate, timeStart, timeStop"},
		{"sorting by what cannot be sorted", `{"queryType":"jobs","sort":"-args"}`, `Cannot sort by "-args"`},
		{"an unknown direction", `{"queryType":"logs","direction":"up"}`, "expected one of forward, backward"},
		{"an unknown group", `{"queryType":"jobCounts","groupBy":["guid"]}`, `Unknown group "guid"`},
		{"an unknown format", `{"queryType":"jobCounts","format":"table"}`, "expected one of timeseries, number"},
		{"buckets without a time range", `{"queryType":"jobCounts","ignoreTimeRange":true}`, "need a time range"},
		{"a JumpScript version that is a word", `{"queryType":"jumpscript","jumpscriptVersion":"new"}`, "version number of 1 or more"},
		{"a search text over the API's limit", fmt.Sprintf(`{"queryType":"jobs","search":%q}`, strings.Repeat("x", 501)), "at most 500 characters, got 501"},
	}
	for _, tc := range refused {
		t.Run("refuses "+tc.name+" as the query's fault", func(t *testing.T) {
			_, err := Parse(backend.DataQuery{JSON: []byte(tc.json), TimeRange: lastHour})
			require.ErrorContains(t, err, tc.says)
			require.True(t, backend.IsDownstreamError(err))
			var fault *InvalidError
			require.True(t, errors.As(err, &fault))
		})
	}
}

func TestChooseBucketStaysWithinTheAPIsBuckets(t *testing.T) {
	cases := []struct{ interval, span, want time.Duration }{
		{0, 5 * time.Minute, time.Second},
		{7 * time.Second, time.Hour, 10 * time.Second},
		{time.Minute, 24 * time.Hour, time.Minute},
		{time.Second, 24 * time.Hour, 10 * time.Second},
		{time.Second, 30 * 24 * time.Hour, 5 * time.Minute},
		{40 * time.Hour, 365 * 24 * time.Hour, 48 * time.Hour},
		{time.Second, 100 * 365 * 24 * time.Hour, 4 * 24 * time.Hour},
	}
	for _, tc := range cases {
		t.Run(fmt.Sprintf("%s at %s", tc.span, tc.interval), func(t *testing.T) {
			bucket := chooseBucket(tc.interval, tc.span)
			require.Equal(t, tc.want, bucket)
			require.LessOrEqual(t, int(tc.span/bucket)+2, contract.TheRules.Limits.Buckets)
		})
	}
}
