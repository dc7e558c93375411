package query

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

var lastHour = backend.TimeRange{From: time.UnixMilli(1_000_000), To: time.UnixMilli(4_600_000)}

func parse(t *testing.T, json string) Query {
	t.Helper()
	parsed, err := Parse(backend.DataQuery{JSON: []byte(json), TimeRange: lastHour, Interval: 30 * time.Second}, false)
	require.NoError(t, err)
	return parsed
}

func TestParse(t *testing.T) {
	const inLastHour = "from=1000000"
	asked := []struct{ name, json, want string }{
		{"a query without version or type asks for jobs, as the first version did", `{"refId":"A"}`, "/jobs?" + inLastHour + "&to=4600000"},
		{
			"jobs with everything", `{"queryType":"jobs","version":1,"search":" disk ","timeField":"timeStop","ignoreTimeRange":true,
			  "sort":"-runMs","limit":50,"cursor":"abc","at":"last","filters":[{"field":"state","operator":"in","values":["ERROR","TIMEOUT"]}]}`,
			"/jobs?at=last&cursor=abc&filter=state%7Cin%7CERROR%7CTIMEOUT&limit=50&q=disk&sort=-runMs&timeField=timeStop",
		},
		{
			"jobs as version 1 called their fields, as alert rules and saved panels still do", `{"queryType":"jobs","version":1,"ignoreTimeRange":true,"sort":"-run",
			  "filters":[{"field":"wait","operator":"range","values":["5",""]},{"field":"result","operator":"contains","values":["run"]}]}`,
			"/jobs?filter=waitMs%7Crange%7C5%7C&filter=resultPreview%7Ccontains%7Crun&sort=-runMs",
		},
		{
			"former names that a variable brings into a query of today", `{"queryType":"jobs","version":2,"ignoreTimeRange":true,"sort":"result",
			  "filters":[{"field":"run","operator":"=","values":["5"]}]}`,
			"/jobs?filter=runMs%7C%3D%7C5&sort=resultPreview",
		},
		{
			"counts of jobs by a former name", `{"queryType":"jobCounts","version":1,"format":"number","ignoreTimeRange":true,
			  "filters":[{"field":"run","operator":"range","values":["60000",""]}]}`,
			"/stats/jobs?filter=runMs%7Crange%7C60000%7C&timeField=timeStop",
		},
		{
			"lines by their own fields, whatever those of jobs were called", `{"queryType":"logs","version":1,"ignoreTimeRange":true,
			  "filters":[{"field":"run","operator":"=","values":["5"]}]}`,
			"/logs?filter=run%7C%3D%7C5",
		},
		{"a job", `{"queryType":"job","version":1,"guid":" g1 "}`, "/jobs/g1"},
		{"a job whose guid would lead elsewhere", `{"queryType":"job","guid":"../tokens?x"}`, "/jobs/..%2Ftokens%3Fx"},
		{"a JumpScript in its current version", `{"queryType":"jumpscript","jumpscriptId":" cloud:echo ","jumpscriptVersion":""}`, "/jumpscripts/cloud:echo"},
		{"a JumpScript whose version is null", `{"queryType":"jumpscript","jumpscriptId":"cloud:echo","jumpscriptVersion":null}`, "/jumpscripts/cloud:echo"},
		{"a JumpScript whose version came from a variable as text", `{"queryType":"jumpscript","jumpscriptId":"cloud:a/b","jumpscriptVersion":" 3 "}`, "/jumpscripts/cloud:a%2Fb?version=3"},
		{"a JumpScript whose version is a number", `{"queryType":"jumpscript","jumpscriptId":"cloud:echo","jumpscriptVersion":1}`, "/jumpscripts/cloud:echo?version=1"},
		{
			"JumpScripts by role", `{"queryType":"jumpscripts","search":" disk ","filters":[{"field":"roles","operator":"=","values":["storage"]}]}`,
			"/jumpscripts?filter=roles%7C%3D%7Cstorage&q=disk",
		},
		{
			"log lines of all jobs", `{"queryType":"logs","search":"full","cursor":"c","limit":7,"filters":[{"field":"level","operator":"in","values":["1","2"]}]}`,
			"/logs?cursor=c&filter=level%7Cin%7C1%7C2&" + inLastHour + "&limit=7&q=full&to=4600001",
		},
		{
			"log lines of one job, newest first", `{"queryType":"logs","guid":" g/1 ","ignoreTimeRange":true,"direction":"backward","at":"last"}`,
			"/jobs/g%2F1/logs?at=last&direction=backward",
		},
		{
			"what a viewer typed in place of the saved search, letter by letter", `{"queryType":"jobs","search":"saved","typed":{"search":" want $node","filters":["cmd|=|${cmd}"]}}`,
			"/jobs?filter=cmd%7C%3D%7C%24%7Bcmd%7D&" + inLastHour + "&q=+want+%24node&to=4600000",
		},
		{
			"lines without the saved search, which a viewer cleared", `{"queryType":"logs","search":"saved","typed":{"search":"","filters":[]}}`,
			"/logs?" + inLastHour + "&to=4600001",
		},
		{
			"the lines of a job from one on, which a link names as text", `{"queryType":"logs","guid":"g1","ignoreTimeRange":true,"startSeq":"12","direction":"forward"}`,
			"/jobs/g1/logs?direction=forward&startSeq=12",
		},
		{
			"the lines before the first of a job, of which there are none", `{"queryType":"logs","guid":"g1","ignoreTimeRange":true,"startSeq":0,"direction":"backward"}`,
			"/jobs/g1/logs?direction=backward&startSeq=0",
		},
		{
			"the lines around one of a job", `{"queryType":"logs","guid":"g1","ignoreTimeRange":true,"startSeq":12,"around":true,"limit":5}`,
			"/jobs/g1/logs?direction=backward&limit=2&startSeq=11\nGET /api/v1/jobs/g1/logs?direction=forward&limit=3&startSeq=12",
		},
		{
			"the lines of a node around a moment", `{"queryType":"logs","ignoreTimeRange":true,"startTime":1000,"around":true,"filters":[{"field":"nid","operator":"=","values":["7"]}]}`,
			"/logs?direction=backward&filter=nid%7C%3D%7C7&limit=50&startTime=999\nGET /api/v1/logs?direction=forward&filter=nid%7C%3D%7C7&limit=50&startTime=1000",
		},
		{
			"one line around itself", `{"queryType":"logs","guid":"g1","ignoreTimeRange":true,"startSeq":12,"around":true,"limit":1}`,
			"/jobs/g1/logs?direction=forward&limit=1&startSeq=12",
		},
		{
			"counts of log lines in buckets one can tell apart, with those of the last millisecond", `{"queryType":"logCounts","search":"disk","guid":" g1 ","filters":[{"field":"level","operator":"=","values":["2"]}]}`,
			"/stats/logs?bucketMs=30000&filter=level%7C%3D%7C2&" + inLastHour + "&guid=g1&q=disk&to=4600001",
		},
		{"nodes", `{"queryType":"nodes"}`, "/nodes"},
		{"queues", `{"queryType":"queues"}`, "/queues"},
		{
			"counts go by the time jobs stopped, in buckets one can tell apart", `{"queryType":"jobCounts","groupBy":["state","","cmd"]}`,
			"/stats/jobs?bucketMs=60000&" + inLastHour + "&groupBy=state&groupBy=cmd&timeField=timeStop&to=4600000",
		},
		{
			"counts of what is filtered and searched", `{"queryType":"jobCounts","format":"timeseries","search":"disk","filters":[{"field":"queue","operator":"=","values":["io"]}]}`,
			"/stats/jobs?bucketMs=60000&filter=queue%7C%3D%7Cio&" + inLastHour + "&q=disk&timeField=timeStop&to=4600000",
		},
		{
			"counts as numbers have no buckets", `{"queryType":"jobCounts","format":"number","timeField":"timeCreate"}`,
			"/stats/jobs?" + inLastHour + "&timeField=timeCreate&to=4600000",
		},
		{
			"durations of what is filtered and searched", `{"queryType":"jobDurations","groupBy":["queue"],"search":"disk","filters":[{"field":"cmd","operator":"=","values":["a","b"]}]}`,
			"/stats/durations?bucketMs=60000&filter=cmd%7Cin%7Ca%7Cb&" + inLastHour + "&groupBy=queue&q=disk&timeField=timeStop&to=4600000",
		},
		{"durations as numbers by another time", `{"queryType":"jobDurations","format":"number","timeField":"timeStart"}`, "/stats/durations?" + inLastHour + "&timeField=timeStart&to=4600000"},
		{
			"jobs as annotations, rank by rank", `{"queryType":"jobAnnotations","limit":7,"search":"disk","filters":[{"field":"nodeName","operator":"=","values":["a"]}]}`,
			"/jobs?filter=state%7Cin%7CERROR%7CTIMEOUT&filter=timeStart%7Crange%7C%7C4600000&filter=nodeName%7C%3D%7Ca&" + inLastHour + "&limit=7&q=disk&sort=-timeStop&timeField=timeStop\n" +
				"GET /api/v1/jobs?filter=state%7Cin%7CRUNNING&filter=timeStart%7Crange%7C%7C4600000&filter=nodeName%7C%3D%7Ca&limit=7&q=disk&sort=timeStart\n" +
				"GET /api/v1/jobs?filter=state%7Cin%7COK&filter=timeStart%7Crange%7C%7C4600000&filter=nodeName%7C%3D%7Ca&" + inLastHour + "&limit=7&q=disk&sort=-runMs&timeField=timeStop",
		},
		{
			"node stats, in buckets that samples fill", `{"queryType":"nodeStats","stats":["cpu_percent",""],"filters":[{"field":"nodeName","operator":"=","values":["a","b"]}]}`,
			"/stats/nodes?bucketMs=30000&filter=nodeName%7Cin%7Ca%7Cb&filter=stat%7Cin%7Ccpu_percent&" + inLastHour + "&to=4600000",
		},
		{"node stats as numbers", `{"queryType":"nodeStats","format":"number","figures":["max"]}`, "/stats/nodes?" + inLastHour + "&to=4600000"},
		{"counts as numbers need no time range", `{"queryType":"jobCounts","format":"number","ignoreTimeRange":true}`, "/stats/jobs?timeField=timeStop"},
	}
	for _, tc := range asked {
		t.Run("asks for "+tc.name, func(t *testing.T) {
			require.Equal(t, "GET /api/v1"+tc.want, parse(t, tc.json).String())
		})
	}

	for name, json := range map[string]string{
		"a job":        `{"queryType":"job","version":1,"guid":" "}`,
		"a JumpScript": `{"queryType":"jumpscript"}`,
	} {
		t.Run("asks for nothing when "+name+" was not chosen", func(t *testing.T) {
			question := parse(t, json)
			require.Empty(t, question.String())
			frames, err := question.Answer(context.Background(), nil)
			require.NoError(t, err)
			require.Zero(t, frames[0].Rows())
		})
	}

	refused := []struct{ name, json, says string }{
		{"text that is not JSON", `{`, "not as expected"},
		{"an unknown query type", `{"queryType":"tasks"}`, `Unknown query type "tasks": expected one of controllerBehind, failures, job, jobAnnotations, jobCounts,`},
		{"a newer version", `{"queryType":"jobs","version":3}`, "has version 3, this plugin knows up to 2. Update the OpenvCloud Jobs app"},
		{"an unknown format", `{"queryType":"jobCounts","format":"table"}`, `Unknown format "table": expected one of timeseries, number`},
		{"buckets without a time range", `{"queryType":"jobCounts","ignoreTimeRange":true}`, "need a time range"},
		{"durations without a time range, which would be of every job there ever was", `{"queryType":"jobDurations","format":"number","ignoreTimeRange":true}`, "Durations need a time range"},
		{"an unknown shape of annotations", `{"queryType":"jobAnnotations","shape":"cloud"}`, `Unknown shape "cloud" of annotations: expected one of region, point`},
		{"node stats without a time range", `{"queryType":"nodeStats","format":"number","ignoreTimeRange":true}`, "Node stats need a time range"},
		{"an unknown figure of node stats", `{"queryType":"nodeStats","figures":["mean","median"]}`, `Unknown figure "median": expected some of min, mean, max`},
		{"a heatmap of neither", `{"queryType":"jobDurations","format":"heatmap","figure":"both"}`, `Unknown duration "both": expected one of run, wait`},
		{"durations in an unknown format", `{"queryType":"jobDurations","format":"table"}`, `Unknown format "table"`},
		{"a JumpScript version that is a word", `{"queryType":"jumpscript","jumpscriptVersion":"new"}`, `version number of 1 or more, or nothing, got "new"`},
		{"counts of log lines without a time range", `{"queryType":"logCounts","ignoreTimeRange":true}`, "need a time range"},
		{"a line's number without its job", `{"queryType":"logs","startSeq":3}`, "expected its guid"},
		{"a line's number that is none", `{"queryType":"logs","guid":"g1","startSeq":"last"}`, `the number of a line, got "last"`},
		{"a line's number under zero", `{"queryType":"logs","guid":"g1","startSeq":-1}`, "the number of a line, got -1"},
		{"lines around nothing", `{"queryType":"logs","guid":"g1","around":true}`, "expected one of startSeq and startTime"},
		{"lines around two places", `{"queryType":"logs","guid":"g1","around":true,"startSeq":3,"startTime":4}`, "expected one of startSeq and startTime"},
		{"a JumpScript version under the first", `{"queryType":"jumpscript","jumpscriptVersion":0}`, "version number of 1 or more"},
	}
	for _, tc := range refused {
		t.Run("refuses "+tc.name+" as the query's fault", func(t *testing.T) {
			_, err := Parse(backend.DataQuery{JSON: []byte(tc.json), TimeRange: lastHour}, false)
			require.ErrorContains(t, err, tc.says)
			require.True(t, backend.IsDownstreamError(err))
			var fault *InvalidError
			require.True(t, errors.As(err, &fault))
		})
	}

	for name, json := range map[string]string{
		"a job":                 `{"queryType":"job","guid":".."}`,
		"the lines of a job":    `{"queryType":"logs","guid":".."}`,
		"a JumpScript":          `{"queryType":"jumpscript","jumpscriptId":".."}`,
		"a JumpScript of a dot": `{"queryType":"jumpscript","jumpscriptId":"."}`,
	} {
		t.Run("refuses an id of "+name+" that is another endpoint, as the query's fault", func(t *testing.T) {
			_, err := Parse(backend.DataQuery{JSON: []byte(json)}, false)
			require.ErrorContains(t, err, "Expected the id of a job")
			require.True(t, backend.IsDownstreamError(err))
		})
	}

	t.Run("has no buckets of node stats that are shorter than their samples", func(t *testing.T) {
		parsed, err := Parse(backend.DataQuery{JSON: []byte(`{"queryType":"nodeStats"}`), TimeRange: lastHour, Interval: time.Second}, false)
		require.NoError(t, err)
		require.Contains(t, parsed.String(), "bucketMs=30000")
	})

	t.Run("takes the type beside the JSON when that has none", func(t *testing.T) {
		parsed, err := Parse(backend.DataQuery{QueryType: "nodes", JSON: []byte(`{}`)}, false)
		require.NoError(t, err)
		require.Equal(t, "GET /api/v1/nodes", parsed.String())
	})

	t.Run("has no time range when the request has none", func(t *testing.T) {
		parsed, err := Parse(backend.DataQuery{JSON: []byte(`{"queryType":"jobs"}`)}, false)
		require.NoError(t, err)
		require.Equal(t, "GET /api/v1/jobs", parsed.String())
	})
}
