package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
)

// The tests run this command as a process of its own, hosting the really built plugin in front of a fake controller.

const actAsCommand = "PREVIEW_BACKEND_TEST_RUNS_MAIN"

var pluginExecutable string

func TestMain(m *testing.M) {
	if os.Getenv(actAsCommand) == "1" {
		main()
		return
	}
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	folder, err := os.MkdirTemp("", "preview-backend")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a temporary folder
	pluginExecutable = filepath.Join(folder, "gpx_jobs")
	build := exec.Command("go", "build", "-tags", "arrow_json_stdlib", "-trimpath", "-ldflags", "-s -w", "-o", pluginExecutable, "./pkg")
	build.Dir = "../.." // the plugin as it is shipped: with its own module's versions
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "the plugin does not build: %v\n%s", err, output)
		return 1
	}
	return m.Run()
}

// host is the command, running.
type host struct {
	url     string
	command *exec.Cmd
	stdin   io.Closer
	output  *outputBuffer
	ended   chan struct{}
}

type outputBuffer struct {
	mutex   sync.Mutex
	written bytes.Buffer
}

func (o *outputBuffer) Write(text []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.written.Write(text)
}

func (o *outputBuffer) text() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.written.String()
}

func startHost(t *testing.T, datasources string) *host {
	t.Helper()
	h := &host{command: exec.Command(os.Args[0]), output: &outputBuffer{}, ended: make(chan struct{})}
	h.command.Env = append(os.Environ(), actAsCommand+"=1", "PREVIEW_BACKEND_PORT=0", "PREVIEW_EXIT_WITH_STDIN=1",
		"PREVIEW_PLUGIN="+pluginExecutable, "PREVIEW_DATASOURCES="+datasources)
	h.command.Stderr = h.output
	stdin, err := h.command.StdinPipe()
	require.NoError(t, err)
	h.stdin = stdin
	stdout, err := h.command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, h.command.Start())
	t.Cleanup(func() { h.end(t) })

	line, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err, h.output.text())
	h.url = regexp.MustCompile(`http://\S+`).FindString(line)
	go func() {
		_ = h.command.Wait()
		close(h.ended)
	}()
	return h
}

func (h *host) end(t *testing.T) {
	_ = h.stdin.Close()
	h.requireEnded(t)
	require.NotContains(t, h.output.text(), controllertest.Token, "secrets stay out of the log")
}

func (h *host) requireEnded(t *testing.T) {
	t.Helper()
	select {
	case <-h.ended:
	case <-time.After(20 * time.Second):
		_ = h.command.Process.Kill()
		t.Error("the host did not end")
	}
}

// pluginPID of the nth plugin that was started, once the log says so.
func (h *host) pluginPID(t *testing.T, nth int) int {
	t.Helper()
	var found [][]string
	require.Eventually(t, func() bool {
		found = regexp.MustCompile(`The plugin runs" pid=(\d+)`).FindAllStringSubmatch(h.output.text(), -1)
		return len(found) >= nth
	}, 20*time.Second, 5*time.Millisecond)
	pid, err := strconv.Atoi(found[nth-1][1])
	require.NoError(t, err)
	return pid
}

func instances(url, token string) string {
	text, err := json.Marshal([]map[string]any{{
		"uid": "jobs", "name": "Jobs", "type": "openvcloud-jobs-datasource", "url": url, "isDefault": true,
		"jsonData": map[string]any{"timeout": 5}, "secureJsonData": map[string]any{"token": token},
	}})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func (h *host) call(t *testing.T, method, path, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequest(method, h.url+path, strings.NewReader(body))
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err, h.output.text())
	defer res.Body.Close() //nolint:errcheck // a test
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NotContains(t, string(text), controllertest.Token, "secrets stay out of answers")
	return res.StatusCode, string(text)
}

func queryBody(queries ...string) string {
	return `{"from":"1763796400000","to":"now","queries":[` + strings.Join(queries, ",") + `]}`
}

const jobsQuery = `{"refId":"A","datasource":{"type":"openvcloud-jobs-datasource","uid":"jobs"},"queryType":"jobs","version":1,"intervalMs":60000,"maxDataPoints":500}`

type queryAnswer struct {
	Results map[string]struct {
		Status      int
		Error       string
		ErrorSource string
		Frames      []struct {
			Schema struct{ Name string }
			Data   struct{ Values [][]any }
		}
	}
}

func TestQueriesAreAnsweredInGrafanasFormat(t *testing.T) {
	fake := controllertest.New(t)
	h := startHost(t, instances(fake.URL, controllertest.Token))

	status, body := h.call(t, http.MethodPost, "/api/ds/query?ds_type=openvcloud-jobs-datasource", queryBody(jobsQuery))
	require.Equal(t, 200, status, body)
	var answer queryAnswer
	require.NoError(t, json.Unmarshal([]byte(body), &answer))
	require.Equal(t, 200, answer.Results["A"].Status)
	require.Equal(t, "jobs", answer.Results["A"].Frames[0].Schema.Name)
	require.Len(t, answer.Results["A"].Frames[0].Data.Values[0], 4)

	unknownType := strings.NewReplacer(`"refId":"A"`, `"refId":"B"`, `"queryType":"jobs"`, `"queryType":"colours"`).Replace(jobsQuery)
	status, body = h.call(t, http.MethodPost, "/api/ds/query", queryBody(jobsQuery, unknownType))
	require.Equal(t, 400, status, "as in Grafana, one failed query makes it 400")
	answer = queryAnswer{}
	require.NoError(t, json.Unmarshal([]byte(body), &answer))
	require.Len(t, answer.Results["A"].Frames, 1, "the other query keeps its answer")
	require.Contains(t, answer.Results["B"].Error, `Unknown query type "colours"`)
	require.Equal(t, "downstream", answer.Results["B"].ErrorSource)
}

func TestRequestsThatGrafanaRefusesAreRefused(t *testing.T) {
	h := startHost(t, instances("http://127.0.0.1:1", "x"))
	other := strings.Replace(jobsQuery, `"uid":"jobs"`, `"uid":"%s"`, 1)
	cases := []struct {
		name, method, path, body string
		status                   int
		says                     string
	}{
		{"no JSON", http.MethodPost, "/api/ds/query", `{`, 400, "bad request data"},
		{"no queries", http.MethodPost, "/api/ds/query", queryBody(), 400, "no queries found"},
		{"a time that is none", http.MethodPost, "/api/ds/query", `{"from":"yesterday","to":"now","queries":[` + jobsQuery + `]}`, 400, "expected epoch milliseconds"},
		{"an unknown data source", http.MethodPost, "/api/ds/query", queryBody(fmt.Sprintf(other, "nobody")), 404, "Data source not found"},
		{"an expression", http.MethodPost, "/api/ds/query", queryBody(fmt.Sprintf(other, "__expr__")), 400, "evaluates no expressions"},
		{"health of an unknown data source", http.MethodGet, "/api/datasources/uid/nobody/health", "", 404, "Data source not found"},
		{"resources of an unknown data source", http.MethodGet, "/api/datasources/uid/nobody/resources/jobs", "", 404, "Data source not found"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			status, body := h.call(t, tc.method, tc.path, tc.body)
			require.Equal(t, tc.status, status, body)
			require.Contains(t, body, tc.says)
		})
	}
}

func TestHealthAndResourcesReachTheController(t *testing.T) {
	fake := controllertest.New(t)
	h := startHost(t, instances(fake.URL, controllertest.Token))

	status, body := h.call(t, http.MethodGet, "/api/datasources/uid/jobs/health", "")
	require.Equal(t, 200, status, body)
	require.Contains(t, body, `"status":"OK"`)
	require.Contains(t, body, "Connected to Agent Controller 0.1.0")

	status, body = h.call(t, http.MethodGet, "/api/datasources/uid/jobs/resources/jobs/"+controllertest.JobGUID+"/logs?limit=5&filter=level%7Crange%7C1%7C4", "")
	require.Equal(t, 200, status, body)
	require.True(t, json.Valid([]byte(body)))
	require.Contains(t, fake.Requests(), "/api/v1/jobs/"+controllertest.JobGUID+"/logs?limit=5&filter=level%7Crange%7C1%7C4")

	status, body = h.call(t, http.MethodPost, "/api/datasources/uid/jobs/resources/jobs", `{}`)
	require.Equal(t, 405, status)
	require.Contains(t, body, "READ_ONLY")
}

func TestAnUnhealthyDataSourceSaysWhy(t *testing.T) {
	h := startHost(t, instances("http://127.0.0.1:1", "x"))
	status, body := h.call(t, http.MethodGet, "/api/datasources/uid/jobs/health", "")
	require.Equal(t, 400, status)
	require.Contains(t, body, "Nothing listens at http://127.0.0.1:1")
}

func TestABrowserThatLeavesCancelsTheControllersWork(t *testing.T) {
	fake := controllertest.New(t)
	h := startHost(t, instances(fake.URL, controllertest.Token))
	arrived, gone := make(chan struct{}, 2), make(chan struct{}, 2)
	fake.Handle("/api/v1/jobs", func(_ http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-r.Context().Done()
		gone <- struct{}{}
	})
	leave := func(method, path, body string) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		go func() {
			<-arrived
			cancel()
		}()
		req, err := http.NewRequestWithContext(ctx, method, h.url+path, strings.NewReader(body))
		require.NoError(t, err)
		_, err = http.DefaultClient.Do(req) //nolint:bodyclose // there is none
		require.ErrorIs(t, err, context.Canceled)
		<-gone
	}
	leave(http.MethodPost, "/api/ds/query", queryBody(jobsQuery))
	leave(http.MethodGet, "/api/datasources/uid/jobs/resources/jobs", "")
}

func TestAPluginThatDiesIsStartedAgain(t *testing.T) {
	fake := controllertest.New(t)
	h := startHost(t, instances(fake.URL, controllertest.Token))
	status, _ := h.call(t, http.MethodPost, "/api/ds/query", queryBody(jobsQuery))
	require.Equal(t, 200, status)

	first := h.pluginPID(t, 1)
	require.NoError(t, syscall.Kill(first, syscall.SIGKILL))
	status, body := h.call(t, http.MethodPost, "/api/ds/query", queryBody(jobsQuery))
	require.Equal(t, 200, status, body)
	require.NotEqual(t, first, h.pluginPID(t, 2))
}

func TestThePluginEndsWithTheHost(t *testing.T) {
	ways := map[string]func(*host) error{
		"SIGTERM":                   func(h *host) error { return h.command.Process.Signal(syscall.SIGTERM) },
		"SIGINT":                    func(h *host) error { return h.command.Process.Signal(os.Interrupt) },
		"the end of standard input": func(h *host) error { return h.stdin.Close() },
	}
	for name, end := range ways {
		t.Run("by "+name, func(t *testing.T) {
			h := startHost(t, instances("http://127.0.0.1:1", "x"))
			h.call(t, http.MethodGet, "/api/datasources/uid/jobs/health", "")
			pid := h.pluginPID(t, 1)
			require.NoError(t, syscall.Kill(pid, 0), "the plugin runs")
			require.NoError(t, end(h))
			h.requireEnded(t)
			require.ErrorIs(t, syscall.Kill(pid, 0), syscall.ESRCH, "the plugin is gone")
		})
	}
}
