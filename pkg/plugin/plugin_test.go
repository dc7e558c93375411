package plugin_test

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental/datasourcetest"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
	"github.com/openvcloud/jobs-grafana/pkg/plugin"
)

// stack is what a query passes in Grafana: gRPC, the SDK, the plugin, HTTP, a controller.
type stack struct {
	client *datasourcetest.TestPluginClient
	fake   *controllertest.Fake
}

func start(t *testing.T) stack {
	t.Helper()
	// Each served plugin registers its metrics with the default registry, which takes a name once.
	prometheus.DefaultRegisterer = prometheus.NewRegistry()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	served, err := datasourcetest.Manage(plugin.NewDatasource, datasourcetest.ManageOpts{Address: listener.Addr().String()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, served.Shutdown()) })
	return stack{client: served.Client, fake: controllertest.New(t)}
}

var lastInstance atomic.Int64

// settings of a data source of its own: the SDK keeps an instance per data source until its settings change.
func (s stack) settings(url, token string) backend.PluginContext {
	return backend.PluginContext{
		Namespace: "default", PluginID: "openvcloud-jobs-datasource",
		DataSourceInstanceSettings: &backend.DataSourceInstanceSettings{
			ID: lastInstance.Add(1), UID: "jobs", Type: "openvcloud-jobs-datasource", Name: "Jobs", URL: url, JSONData: []byte(`{}`),
			DecryptedSecureJSONData: map[string]string{"token": token}, Updated: time.Now(),
		},
	}
}

func (s stack) good() backend.PluginContext { return s.settings(s.fake.URL, controllertest.Token) }

func (s stack) query(t *testing.T, settings backend.PluginContext, queries map[string]string) backend.Responses {
	t.Helper()
	req := &backend.QueryDataRequest{PluginContext: settings}
	for refID, text := range queries {
		req.Queries = append(req.Queries, backend.DataQuery{
			RefID: refID, JSON: []byte(text), Interval: time.Minute, MaxDataPoints: 500,
			TimeRange: backend.TimeRange{From: time.UnixMilli(1763796400000), To: time.UnixMilli(1763800000000)},
		})
	}
	res, err := s.client.QueryData(context.Background(), req)
	require.NoError(t, err)
	require.Len(t, res.Responses, len(queries))
	return res.Responses
}

func TestEveryQueryTypeIsAnswered(t *testing.T) {
	s := start(t)
	const between = "from=1763796400000"
	cases := []struct{ refID, query, frame, asks string }{
		{"A", `{"queryType":"jobs","search":"disk"}`, "jobs", "/api/v1/jobs?" + between + "&q=disk&to=1763800000000"},
		{"B", `{"queryType":"job","guid":"` + controllertest.JobGUID + `"}`, "job", "/api/v1/jobs/" + controllertest.JobGUID},
		{"C", `{"queryType":"jobCounts","groupBy":["state","cmd"]}`, "", "/api/v1/stats/jobs?bucketMs=60000&" + between + "&groupBy=state&groupBy=cmd&timeField=timeStop&to=1763800000000"},
		{"K", `{"queryType":"jobDurations","groupBy":["queue"]}`, "", "/api/v1/stats/durations?bucketMs=60000&" + between + "&groupBy=queue&timeField=timeStop&to=1763800000000"},
		{"D", `{"queryType":"jumpscripts"}`, "jumpscripts", "/api/v1/jumpscripts"},
		{"E", `{"queryType":"jumpscript","jumpscriptId":"cloud:check_disks","jumpscriptVersion":"3"}`, "jumpscript", "/api/v1/jumpscripts/cloud:check_disks?version=3"},
		{"F", `{"queryType":"logs","direction":"backward"}`, "logs", "/api/v1/logs?direction=backward&" + between + "&to=1763800000001"},
		{"G", `{"queryType":"logs","ignoreTimeRange":true,"guid":"` + controllertest.JobGUID + `"}`, "logs", "/api/v1/jobs/" + controllertest.JobGUID + "/logs"},
		{"M", `{"queryType":"logCounts"}`, "", "/api/v1/stats/logs?bucketMs=60000&" + between + "&to=1763800000001"},
		{"H", `{"queryType":"nodes"}`, "nodes", "/api/v1/nodes"},
		{"I", `{"queryType":"queues"}`, "queues", "/api/v1/queues"},
		{"J", `{"queryType":"jobCounts","format":"number"}`, "", "/api/v1/stats/jobs?" + between + "&timeField=timeStop&to=1763800000000"},
	}
	queries := map[string]string{}
	for _, tc := range cases {
		queries[tc.refID] = tc.query
	}
	responses := s.query(t, s.good(), queries)
	for _, tc := range cases {
		response := responses[tc.refID]
		require.NoError(t, response.Error, tc.refID)
		require.Equal(t, tc.frame, response.Frames[0].Name)
		require.Equal(t, "GET "+tc.asks, response.Frames[0].Meta.ExecutedQueryString)
		require.Contains(t, s.fake.Requests(), tc.asks)
	}
	require.Len(t, responses["C"].Frames, 2, "one frame per label set")
	require.Equal(t, data.FrameTypeTimeSeriesMulti, responses["C"].Frames[0].Meta.Type)
	require.Equal(t, data.FrameTypeNumericMulti, responses["J"].Frames[0].Meta.Type)
}

func TestADetailsQueryWithoutAChoiceIsEmptyAndSaysWhereToChoose(t *testing.T) {
	s := start(t)
	responses := s.query(t, s.good(), map[string]string{"A": `{"queryType":"job","guid":""}`, "B": `{"queryType":"jumpscript"}`})
	for refID, says := range map[string]string{"A": "Jobs dashboard", "B": "JumpScripts dashboard"} {
		require.NoError(t, responses[refID].Error)
		require.Zero(t, responses[refID].Frames[0].Rows())
		require.Contains(t, responses[refID].Frames[0].Meta.Notices[0].Text, says)
	}
	require.Empty(t, s.fake.Requests(), "the controller is not asked")
}

func TestAQueryFailsAloneWithSourceStatusAndRemedy(t *testing.T) {
	s := start(t)
	s.fake.Handle("/api/v1/logs", controllertest.Problem(422, "BAD_CURSOR", "Malformed cursor", "Expected page.next of an answer."))
	s.fake.Handle("/api/v1/jumpscripts", controllertest.Problem(400, "UNKNOWN_FILTER_FIELD", "Unknown filter field", "Expected one of id, gid; got colour."))
	responses := s.query(t, s.good(), map[string]string{
		"A": `{"queryType":"jobs"}`,
		"B": `{"queryType":"logs"}`,
		"C": `{"queryType":"jumpscripts","filters":[{"field":"colour","operator":"=","values":["red"]}]}`,
		"D": `{"queryType":"job","guid":"no-such-job"}`,
		"E": `{"queryType":"jobCounts","format":"table"}`,
	})
	require.NoError(t, responses["A"].Error)
	failed := map[string]struct {
		status backend.Status
		says   string
	}{"B": {422, "BAD_CURSOR"}, "C": {400, "Unknown filter field: Expected one of id, gid; got colour."}, "D": {404, "Nothing is at"}, "E": {400, "Unknown format"}}
	require.Contains(t, s.fake.Requests(), "/api/v1/jumpscripts?filter=colour%7C%3D%7Cred", "the controller judges filters")
	for refID, want := range failed {
		require.ErrorContains(t, responses[refID].Error, want.says)
		require.Equal(t, want.status, responses[refID].Status, refID)
		require.Equal(t, backend.ErrorSourceDownstream, responses[refID].ErrorSource, refID)
	}
}

func TestWrongSettingsAnswerEveryVerbWithTheRemedy(t *testing.T) {
	s := start(t)
	settings := s.settings("", controllertest.Token)
	const says = "No Agent Controller URL is set"

	response := s.query(t, settings, map[string]string{"A": `{"queryType":"jobs"}`})["A"]
	require.ErrorContains(t, response.Error, says)
	require.Equal(t, backend.ErrorSourceDownstream, response.ErrorSource)

	require.Contains(t, s.health(t, settings).Message, says)

	status, problem := s.resource(t, settings, http.MethodGet, "jobs")
	require.Equal(t, 400, status)
	require.Contains(t, problem, says)
}

func (s stack) health(t *testing.T, settings backend.PluginContext) *backend.CheckHealthResult {
	t.Helper()
	result, err := s.client.CheckHealth(context.Background(), &backend.CheckHealthRequest{PluginContext: settings})
	require.NoError(t, err)
	require.NotContains(t, result.Message+string(result.JSONDetails), controllertest.Token)
	return result
}

func TestTheHealthCheckSaysWhatIsConnected(t *testing.T) {
	s := start(t)
	result := s.health(t, s.good())
	require.Equal(t, backend.HealthStatusOk, result.Status)
	require.Regexp(t, `^Connected to Agent Controller 0\.1\.0 \(grid 1\): 3 of 3 agents live, 20 JumpScripts, last job 4 s ago; answered in \d+ ms\. 1 of the JumpScripts`, result.Message)

	var details struct{ Info contract.ControllerInfo }
	require.NoError(t, json.Unmarshal(result.JSONDetails, &details))
	require.Equal(t, 20, details.Info.Jumpscripts)

	s.fake.Handle("/api/v1/info", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(contract.ControllerInfo{Version: "0.1.0", Gid: 1, Nodes: 2})
	})
	result = s.health(t, s.good())
	require.Equal(t, backend.HealthStatusOk, result.Status)
	require.Contains(t, result.Message, "0 of 2 agents live, 0 JumpScripts, no job yet")
	require.Contains(t, result.Message, "start an agent on a node")
	require.NotContains(t, result.Message, "cannot be read", "no JumpScript is broken")
}

func TestTheHealthCheckSaysWhatIsWrong(t *testing.T) {
	s := start(t)
	html := func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }
	for _, tc := range []struct{ name, url, token, kind string }{
		{"a URL where nothing listens", "http://127.0.0.1:1", "x", "unreachable"},
		{"a wrong token", s.fake.URL, "wrong", "unauthorized"},
		{"no URL", "", "x", "settings"},
	} {
		t.Run(tc.name, func(t *testing.T) { s.requireUnhealthy(t, s.settings(tc.url, tc.token), tc.kind) })
	}
	t.Run("something that is not a controller", func(t *testing.T) {
		s.fake.Handle("/api/v1/info", html)
		s.requireUnhealthy(t, s.good(), "not a controller")
	})
}

func (s stack) requireUnhealthy(t *testing.T, settings backend.PluginContext, kind string) {
	t.Helper()
	result := s.health(t, settings)
	require.Equal(t, backend.HealthStatusError, result.Status)
	var details struct{ Kind string }
	require.NoError(t, json.Unmarshal(result.JSONDetails, &details))
	require.Equal(t, kind, details.Kind, result.Message)
}

// resource returns the status and the body of a resource call, its chunks joined.
func (s stack) resource(t *testing.T, settings backend.PluginContext, method, path string) (int, string) {
	t.Helper()
	status, body, _ := s.resourceWithHeaders(t, settings, method, path, "")
	return status, body
}

func (s stack) resourceWithHeaders(t *testing.T, settings backend.PluginContext, method, path, query string) (int, string, http.Header) {
	t.Helper()
	status, body := 0, ""
	var headers http.Header
	err := s.client.CallResource(context.Background(), &backend.CallResourceRequest{
		PluginContext: settings, Method: method, Path: path, URL: path + "?" + query,
	}, backend.CallResourceResponseSenderFunc(func(res *backend.CallResourceResponse) error {
		if status == 0 {
			status, headers = res.Status, res.Headers
		}
		body += string(res.Body)
		return nil
	}))
	require.NoError(t, err)
	return status, body, headers
}

func TestResourceCallsPassReadsThrough(t *testing.T) {
	s := start(t)
	paths := []string{
		"jobs", "jobs/" + controllertest.JobGUID, "jobs/" + controllertest.JobGUID + "/logs", "logs", "stats/jobs", "values/cmd",
		"jumpscripts", "jumpscripts/" + controllertest.JumpScriptID, "nodes", "queues", "info",
	}
	for _, path := range paths {
		t.Run(path, func(t *testing.T) {
			status, body, headers := s.resourceWithHeaders(t, s.good(), http.MethodGet, path, "filter=cmd%7C%3D%7Ca&limit=5")
			require.Equal(t, 200, status, body)
			require.Equal(t, "application/json; charset=utf-8", headers.Get("Content-Type"))
			require.Equal(t, "nosniff", headers.Get("X-Content-Type-Options"))
			require.True(t, json.Valid([]byte(body)))
			require.Contains(t, s.fake.Requests(), "/api/v1/"+path+"?filter=cmd%7C%3D%7Ca&limit=5")
		})
	}
}

// What is not in this list acts, or shows more than a viewer of the data source may see with its token.
var passed = []string{
	"/api/v1/export", "/api/v1/info", "/api/v1/jobs", "/api/v1/jobs/{guid}", "/api/v1/jobs/{guid}/logs", "/api/v1/jumpscripts",
	"/api/v1/jumpscripts/{id}", "/api/v1/logs", "/api/v1/nodes", "/api/v1/queues", "/api/v1/stats/jobs", "/api/v1/values/{field}",
}

func TestResourceCallsReachNoOtherEndpointOfTheAPI(t *testing.T) {
	s := start(t)
	text, err := os.ReadFile("../../contract/openapi.json")
	require.NoError(t, err)
	var api struct{ Paths map[string]json.RawMessage }
	require.NoError(t, json.Unmarshal(text, &api))
	var reached []string
	for path := range api.Paths {
		resource := strings.NewReplacer("/api/v1/", "", "{", "", "}", "").Replace(path)
		status, body := s.resource(t, s.good(), http.MethodGet, resource)
		if status != 404 || !strings.Contains(body, "UNKNOWN_RESOURCE") {
			reached = append(reached, path)
		}
	}
	require.ElementsMatch(t, passed, reached)
}

func TestAnIDOfAResourceCallStaysOneSegment(t *testing.T) {
	s := start(t)
	for asked, want := range map[string]string{
		"jobs/a%2F..%2F..%2Ftokens": "/api/v1/jobs/a%2F..%2F..%2Ftokens",
		"jobs/a%2Fb/logs":           "/api/v1/jobs/a%2Fb/logs",
		"jumpscripts/cloud:a%3Fb":   "/api/v1/jumpscripts/cloud:a%3Fb",
		"values/cmd%23x":            "/api/v1/values/cmd%23x",
	} {
		s.resource(t, s.good(), http.MethodGet, asked)
		require.Contains(t, s.fake.Requests(), want)
	}
}

func TestRefusalsOfResourceCallsSayWhatToDo(t *testing.T) {
	s := start(t)
	cases := []struct {
		name, method, path string
		settings           backend.PluginContext
		want               contract.Problem
	}{
		{"another resource", http.MethodGet, "audit", s.good(), contract.Problem{
			Title: "Not Found", Status: 404, Code: "UNKNOWN_RESOURCE", Action: "Ask for one of these.",
			Detail: "Expected one of /jobs, /jobs/{id}, /jobs/{id}/logs, /logs, /stats/jobs, /values/{id}, /jumpscripts, /jumpscripts/{id}, /nodes, /queues, /info, /export; got /audit.",
		}},
		{"an act", http.MethodPost, "jobs", s.good(), contract.Problem{
			Title: "Method Not Allowed", Status: 405, Code: "READ_ONLY", Action: "Act by the resources below /acts/.",
			Detail: "Expected GET, got POST: this resource is read.",
		}},
		{"wrong settings", http.MethodGet, "jobs", s.settings("", "x"), contract.Problem{
			Title: "Bad Request", Status: 400, Code: "SETTINGS", Action: "See the data source's settings, and the Agent Controller.",
			Detail: "No Agent Controller URL is set. Enter it in Connections → Data sources → OpenvCloud Jobs, e.g. http://controller:4400",
		}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			status, body, headers := s.resourceWithHeaders(t, tc.settings, tc.method, tc.path, "")
			tc.want.Type = "about:blank"
			var problem contract.Problem
			require.NoError(t, json.Unmarshal([]byte(body), &problem), body)
			require.Equal(t, tc.want, problem)
			require.Equal(t, tc.want.Status, status)
			require.Equal(t, "application/problem+json", headers.Get("Content-Type"))
			if status == 405 {
				require.Equal(t, "GET", headers.Get("Allow"))
			}
		})
	}
}

func TestResourceCallsRefuseEverythingElse(t *testing.T) {
	s := start(t)
	s.fake.Handle("/api/v1/jobs", controllertest.Problem(400, "UNKNOWN_FILTER_FIELD", "Unknown filter field", "Expected a; got b."))
	s.fake.Handle("/api/v1/queues", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("<html><script>alert(1)</script>"))
	})
	cases := []struct {
		name, method, path string
		settings           backend.PluginContext
		status             int
		code               string
	}{
		{"acting on jobs", http.MethodPost, "jobs", s.good(), 405, "READ_ONLY"},
		{"deleting", http.MethodDelete, "jobs/g", s.good(), 405, "READ_ONLY"},
		{"tokens", http.MethodGet, "tokens", s.good(), 404, "UNKNOWN_RESOURCE"},
		{"the agents' endpoints", http.MethodGet, "agent/jumpscripts/x", s.good(), 404, "UNKNOWN_RESOURCE"},
		{"a way around by an escaped path", http.MethodGet, "jobs/%2e%2e/tokens", s.good(), 404, "UNKNOWN_RESOURCE"},
		{"what the controller refuses, in its words", http.MethodGet, "jobs", s.good(), 400, "UNKNOWN_FILTER_FIELD"},
		{"a wrong token, but not as a Grafana session that ended", http.MethodGet, "info", s.settings(s.fake.URL, "wrong"), 400, "BAD_TOKEN"},
		{"a page of something that is not a controller", http.MethodGet, "queues", s.good(), 502, "NOT_A_CONTROLLER"},
		{"a controller that is down", http.MethodGet, "info", s.settings("http://127.0.0.1:1", "x"), 502, "UNREACHABLE"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			status, body := s.resource(t, tc.settings, tc.method, tc.path)
			require.Equal(t, tc.status, status, body)
			var problem contract.Problem
			require.NoError(t, json.Unmarshal([]byte(body), &problem), body)
			require.Equal(t, tc.code, problem.Code)
		})
	}
	require.NotContains(t, s.fake.Requests(), "/api/v1/tokens")
}

func TestQueriesOfARequestAreAskedSideBySide(t *testing.T) {
	s := start(t)
	var waiting atomic.Int32
	all := make(chan struct{})
	s.fake.Handle("/api/v1/nodes", func(w http.ResponseWriter, r *http.Request) {
		if waiting.Add(1) == 4 {
			close(all)
		}
		<-all
		controllertest.Example("nodeList")(w, r)
	})
	queries := map[string]string{}
	for _, refID := range []string{"A", "B", "C", "D"} {
		queries[refID] = `{"queryType":"nodes"}`
	}
	for refID, response := range s.query(t, s.good(), queries) {
		require.NoError(t, response.Error, refID)
	}
}

func TestACancelledQueryIsCancelledAtTheController(t *testing.T) {
	s := start(t)
	arrived, gone := make(chan struct{}), make(chan struct{})
	s.fake.Handle("/api/v1/jobs", func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
		close(gone)
	})
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-arrived
		cancel()
	}()
	_, err := s.client.QueryData(ctx, &backend.QueryDataRequest{PluginContext: s.good(), Queries: []backend.DataQuery{{RefID: "A", JSON: []byte(`{"queryType":"jobs"}`)}}})
	require.Error(t, err)
	<-gone
}
