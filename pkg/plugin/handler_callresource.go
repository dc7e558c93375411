package plugin

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
)

// exported is the resource that streams whole lists.
const exported = "/export"

// readable are the controller's reads that pass through, for the panels' own paging and the editors' completion. What
// is not here cannot be reached: every viewer of the data source could otherwise act with its token.
var readable = []string{
	"/jobs", "/jobs/{id}", "/jobs/{id}/logs", "/logs", "/stats/jobs", "/values/{id}",
	"/jumpscripts", "/jumpscripts/{id}", "/nodes", "/queues", "/info",
}

func newResourceHandler(d *Datasource) backend.CallResourceHandler {
	mux := http.NewServeMux()
	for _, pattern := range readable {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { d.passThrough(w, r, pattern) })
	}
	mux.HandleFunc(exported, d.export)
	mux.HandleFunc("/live", d.liveChannel)
	d.handleActs(mux)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, http.StatusNotFound, "UNKNOWN_RESOURCE", "Expected one of "+strings.Join(readable, ", ")+", "+exported+"; got "+r.URL.Path+".", "Ask for one of these.")
	})
	return httpadapter.New(onlyGET(mux))
}

// onlyGET but for acts, whose routes say themselves by which method they are reached.
func onlyGET(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && !strings.HasPrefix(r.URL.Path, actsRoot) {
			w.Header().Set("Allow", http.MethodGet)
			writeProblem(w, http.StatusMethodNotAllowed, "READ_ONLY", "Expected GET, got "+r.Method+": this resource is read.", "Act by the resources below "+actsRoot+".")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (d *Datasource) passThrough(w http.ResponseWriter, r *http.Request, pattern string) {
	if d.unusable != nil {
		writeError(w, r, d.unusable)
		return
	}
	path, err := pathOf(pattern, r)
	if err != nil {
		writeError(w, r, err)
		return
	}
	res, err := d.client.Send(r.Context(), path, r.URL.RawQuery)
	if err != nil {
		writeError(w, r, err)
		return
	}
	defer res.Body.Close() //nolint:errcheck // nothing is lost with a body that was read
	writeHead(w, res)
	if _, err := io.Copy(&flushed{w, http.NewResponseController(w)}, res.Body); err != nil {
		// Status and first bytes are gone: what is left is not to end well, and to say so.
		backend.Logger.FromContext(r.Context()).Warn("The controller's answer ended early", "path", path, "error", err)
	}
}

// pathOf the controller: the pattern with the request's id in its place.
func pathOf(pattern string, r *http.Request) (string, error) {
	if !strings.Contains(pattern, "{id}") {
		return pattern, nil
	}
	id, err := controller.NewID(r.PathValue("id"))
	if err != nil {
		return "", err
	}
	return strings.Replace(pattern, "{id}", id.String(), 1), nil
}

func writeHead(w http.ResponseWriter, res *http.Response) {
	w.Header().Set("Content-Type", res.Header.Get("Content-Type"))
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(browserStatus(res.StatusCode))
}

// browserStatus: 401 would tell the browser that the person's own Grafana session has ended, while it is the data
// source's token that is wrong. Grafana's data proxy makes the same change; the problem in the body is unchanged.
func browserStatus(status int) int {
	if status == http.StatusUnauthorized {
		return http.StatusBadRequest
	}
	return status
}

// flushed sends every chunk on at once; the adapter would otherwise hold the whole body in memory.
type flushed struct {
	io.Writer
	controller *http.ResponseController
}

func (f *flushed) Write(chunk []byte) (int, error) {
	n, err := f.Writer.Write(chunk)
	if err == nil {
		err = f.controller.Flush()
	}
	return n, err
}

func writeError(w http.ResponseWriter, r *http.Request, err error) {
	code := codeOf(err)
	if code == pluginError {
		backend.Logger.FromContext(r.Context()).Error("Resource call failed in the plugin", "error", err)
	}
	writeProblem(w, httpStatus(err), code, err.Error(), "See the data source's settings, and the Agent Controller.")
}

const pluginError = "PLUGIN_ERROR"

// codeOf an error, for programs: whose fault it is, or what kind of failure of the controller.
func codeOf(err error) string {
	var fault *controller.Error
	switch {
	case errors.As(err, &fault):
		return strings.ToUpper(strings.ReplaceAll(string(fault.Kind), " ", "_"))
	case backend.IsDownstreamError(err):
		return "SETTINGS"
	}
	return pluginError
}

func writeProblem(w http.ResponseWriter, status int, code, detail, action string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(contract.Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code, Detail: detail, Action: action,
	})
}
