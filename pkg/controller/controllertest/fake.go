// Package controllertest is an Agent Controller for tests: real HTTP, with the contract's example vectors as answers.
//
// Why not fake the client? Because what goes wrong goes wrong on the wire: escaping, headers, compression, timeouts,
// half an answer. With real requests the tests cover it.
package controllertest

import (
	"compress/gzip"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Token is the only one the fake takes.
const Token = "viewer-secret"

// Fake is a running controller.
type Fake struct {
	URL string

	mutex    sync.Mutex
	override map[string]http.HandlerFunc
	requests []string
	headers  http.Header
}

// examples by path; a path is matched without its query.
var examples = map[string]string{
	"/api/v1/info":                        "info",
	"/api/v1/jobs":                        "jobList",
	"/api/v1/jobs/" + JobGUID:             "job",
	"/api/v1/jobs/" + JobGUID + "/logs":   "logList",
	"/api/v1/logs":                        "logList",
	"/api/v1/stats/jobs":                  "jobCounts",
	"/api/v1/stats/durations":             "jobDurations",
	"/api/v1/stats/logs":                  "logCounts",
	"/api/v1/values/cmd":                  "fieldValues",
	"/api/v1/jumpscripts":                 "jumpscriptList",
	"/api/v1/jumpscripts/" + JumpScriptID: "jumpscript",
	"/api/v1/nodes":                       "nodeList",
	"/api/v1/queues":                      "queueList",
}

// What the example vectors hold.
const (
	JobGUID      = "019aa9b2-1c40-7000-8000-000000000002"
	JumpScriptID = "cloud:check_disks"
)

// New starts a controller that stops with the test.
func New(t testing.TB) *Fake {
	t.Helper()
	fake := &Fake{override: map[string]http.HandlerFunc{}}
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	fake.URL = server.URL
	return fake
}

// Handle replaces the answer to a path.
func (f *Fake) Handle(path string, handler http.HandlerFunc) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.override[path] = handler
}

// Requests are the paths and queries asked so far.
func (f *Fake) Requests() []string {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return append([]string(nil), f.requests...)
}

// LastHeader is a header of the last request.
func (f *Fake) LastHeader(name string) string {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.headers.Get(name)
}

func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mutex.Lock()
	f.requests = append(f.requests, r.URL.RequestURI())
	f.headers = r.Header.Clone()
	override := f.override[r.URL.Path]
	f.mutex.Unlock()

	switch name, isKnown := examples[r.URL.Path]; {
	case override != nil:
		override(w, r)
	case r.Header.Get("Authorization") != "Bearer "+Token:
		Problem(http.StatusUnauthorized, "BAD_TOKEN", "Not signed in", "Expected a valid bearer token.")(w, r)
	case r.Method != http.MethodGet || !isKnown:
		Problem(http.StatusNotFound, "NOT_FOUND", "Not found", "Nothing is at "+r.URL.Path+".")(w, r)
	default:
		Example(name)(w, r)
	}
}

// Example answers with a vector of contract/examples, compressed when the client takes gzip, as the controller does.
func Example(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		text, err := os.ReadFile(filepath.Join(repository(), "contract", "examples", name+".json")) //nolint:gosec // a path of this repository
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			_, _ = w.Write(text)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		compressor := gzip.NewWriter(w)
		_, _ = compressor.Write(text)
		_ = compressor.Close()
	}
}

// Problem answers with application/problem+json.
func Problem(status int, code, title, detail string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(contract.Problem{
			Type: "about:blank", Title: title, Status: status, Code: code, Detail: detail, Action: "Do as the test says.",
		})
	}
}

// repository is the root of the source tree, wherever the test runs.
func repository() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "..")
}
