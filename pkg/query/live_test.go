package query_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/query"
)

func TestAChannelFollowsWhatItsQueryAsks(t *testing.T) {
	for _, tc := range []struct{ name, query, asks string }{
		{"all jobs", `{"queryType":"jobs"}`, "logs=false"},
		{"a query of no type, which asks for jobs", `{}`, "logs=false"},
		{"jobs of a search and filters", `{"queryType":"jobs","search":" disk ","filters":[{"field":"queue","operator":"=","values":["io"]}]}`, "filter=queue%7C%3D%7Cio&logs=false&q=disk"},
		{"what a viewer typed", `{"queryType":"jobs","search":"a","typed":{"search":"b","filters":["cmd|=|echo"]}}`, "filter=cmd%7C%3D%7Cecho&logs=false&q=b"},
		{"all that could leave a list of running jobs", `{"queryType":"jobs","filters":[{"field":"state","operator":"=","values":["RUNNING"]},{"field":"cmd","operator":"=","values":["echo"]}]}`, "filter=cmd%7C%3D%7Cecho&logs=false"},
		{"all that could leave a list without the failed ones", `{"queryType":"jobs","filters":[{"field":"state","operator":"!=","values":["ERROR"]}]}`, "logs=false"},
		{"jobs that have failed, which they never cease to have", `{"queryType":"jobs","filters":[{"field":"state","operator":"in","values":["ERROR","TIMEOUT"]}]}`, "filter=state%7Cin%7CERROR%7CTIMEOUT&logs=false"},
		{"the jobs that are counted", `{"queryType":"jobCounts","groupBy":["state"]}`, "logs=false"},
		{"lines of all jobs", `{"queryType":"logs","search":"full","filters":[{"field":"level","operator":"in","values":["1","2"]}]}`, "jobs=false&logFilter=level%7Cin%7C1%7C2&logQ=full"},
		{"lines of one job", `{"queryType":"logs","guid":" 0198 "}`, "job=0198&jobs=false"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			followed, err := query.ParseLive(json.RawMessage(tc.query))
			require.NoError(t, err)
			require.Equal(t, tc.asks, controller.StreamQuery(followed.Params))
		})
	}
}

func TestAChannelHasOnePathPerQuestion(t *testing.T) {
	path := func(text string) string {
		followed, err := query.ParseLive(json.RawMessage(text))
		require.NoError(t, err)
		return followed.Path()
	}
	jobs := path(`{"queryType":"jobs","search":"disk"}`)
	require.Regexp(t, `^jobs/[0-9a-f]{32}$`, jobs)
	require.Equal(t, jobs, path(`{"search":"disk","queryType":"jobs","refId":"B","sort":"cmd","limit":5}`), "order and page are not followed")
	for _, other := range []string{`{"queryType":"jobs"}`, `{"queryType":"jobs","search":"disks"}`, `{"queryType":"logs","search":"disk"}`} {
		require.NotEqual(t, jobs, path(other))
	}
}

func TestWhatCannotBeFollowedIsRefusedInWords(t *testing.T) {
	for text, says := range map[string]string{
		`{"queryType":"nodes"}`:              `Only jobs, their counts and log lines can be followed as they change, got a query of type "nodes"`,
		`{"queryType":"jobs","version":99}`:  "The query has version 99",
		`{"queryType":"jobs","filters":"x"}`: "The query is not as expected",
		`nothing`:                            "The query is not as expected",
	} {
		_, err := query.ParseLive(json.RawMessage(text))
		require.ErrorContains(t, err, says)
	}
}
