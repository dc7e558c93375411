package plugin

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/permission"
)

const (
	actsRoot = "/acts/"
	// actHeader must come with every act. A page of another site cannot send it: for that its browser would first ask
	// Grafana, which does not allow it.
	actHeader = "X-Openvcloud-Act"
	// maxActBytes is what the controller takes, and some for what is around it.
	maxActBytes = 3 << 20
)

// acts by resource, and what each asks of the controller. What is not here cannot be done from Grafana.
var acts = map[string]string{
	"run":             "/jobs",
	"cancel/{id}":     "/jobs/{id}/cancel",
	"rerun/{id}":      "/jobs/{id}/rerun",
	"bulk":            "/bulk-acts",
	"bulk/{id}/start": "/bulk-acts/{id}/start",
	"bulk/{id}/stop":  "/bulk-acts/{id}/stop",
}

// actReads are read with the operator's token, by those who may act.
var actReads = map[string]string{
	"bulk/{id}": "/bulk-acts/{id}",
	"audit":     "/audit",
}

func (d *Datasource) handleActs(mux *http.ServeMux) {
	for resource, path := range acts {
		mux.HandleFunc("POST "+actsRoot+resource, func(w http.ResponseWriter, r *http.Request) { d.act(w, r, path) })
	}
	for resource, path := range actReads {
		mux.HandleFunc("GET "+actsRoot+resource, func(w http.ResponseWriter, r *http.Request) { d.readForActors(w, r, path) })
	}
	mux.HandleFunc("GET "+actsRoot+"permission", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(d.judge(r))
	})
}

// judge by the user whom Grafana's server names; headers of the request say nothing about that.
func (d *Datasource) judge(r *http.Request) permission.Verdict {
	return d.acts.Judge(backend.UserFromContext(r.Context()))
}

// actBody is what a browser sends: the controller's request as it is, so that numbers keep every digit, and why.
type actBody struct {
	Request json.RawMessage `json:"request"`
	Reason  string          `json:"reason"`
}

func readActBody(w http.ResponseWriter, r *http.Request) (actBody, error) {
	var body actBody
	if r.Body == nil { // the SDK's adapter has none for an empty one
		return body, io.EOF
	}
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxActBytes)).Decode(&body)
	return body, err
}

func (d *Datasource) act(w http.ResponseWriter, r *http.Request, pattern string) {
	verdict, isAdmitted := d.admit(w, r)
	if !isAdmitted {
		return
	}
	if fault := crossSite(r); fault != "" {
		writeProblem(w, http.StatusForbidden, "CROSS_SITE", fault, "Act from a panel of this app.")
		return
	}
	key := r.Header.Get("Idempotency-Key")
	if key == "" {
		writeProblem(w, http.StatusBadRequest, "NO_KEY", "Expected an Idempotency-Key header, got none: a double click would act twice.", "Send one, new for each act.")
		return
	}
	body, err := readActBody(w, r)
	if err != nil {
		writeProblem(w, http.StatusBadRequest, "BAD_BODY", `Expected JSON as {"request": {...}, "reason": "..."}: `+describeBody(err)+".", "Correct the body.")
		return
	}
	path, err := pathOf(pattern, r)
	if err != nil {
		writeError(w, r, err)
		return
	}
	res, err := d.operator.Act(r.Context(), controller.Act{
		Path: path, Body: body.Request, OnBehalfOf: verdict.User, Reason: strings.TrimSpace(body.Reason), Key: keyOf(verdict.User, key),
	})
	d.answerAct(w, r, res, err)
}

func (d *Datasource) readForActors(w http.ResponseWriter, r *http.Request, pattern string) {
	if _, isAdmitted := d.admit(w, r); !isAdmitted {
		return
	}
	path, err := pathOf(pattern, r)
	if err != nil {
		writeError(w, r, err)
		return
	}
	res, err := d.operator.Send(r.Context(), path, r.URL.RawQuery)
	d.answerAct(w, r, res, err)
}

// admit answers by itself when the data source cannot be used, or the user may not act.
func (d *Datasource) admit(w http.ResponseWriter, r *http.Request) (permission.Verdict, bool) {
	if d.unusable != nil {
		writeError(w, r, d.unusable)
		return permission.Verdict{}, false
	}
	verdict := d.judge(r)
	if !verdict.MayAct {
		writeProblem(w, http.StatusForbidden, verdict.Code, verdict.Why, "Ask an administrator of Grafana.")
	}
	return verdict, verdict.MayAct
}

// crossSite says what is missing of a request that only a page of this Grafana can send; empty when nothing is.
func crossSite(r *http.Request) string {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch site := r.Header.Get("Sec-Fetch-Site"); {
	case err != nil || kind != "application/json":
		return "Expected Content-Type application/json, got another: a form of another site can send that."
	case r.Header.Get(actHeader) == "":
		return "Expected the header " + actHeader + ", got none: it tells the app's own requests from those of other sites."
	case site != "" && site != "same-origin":
		return "Expected a request of the same origin, the browser says that this one is " + site + "."
	}
	return ""
}

// keyOf keeps the keys of people apart, who all act with one token.
func keyOf(user, key string) string {
	sum := sha256.Sum256([]byte(user + "\x00" + key))
	return hex.EncodeToString(sum[:])
}

func (d *Datasource) answerAct(w http.ResponseWriter, r *http.Request, res *http.Response, err error) {
	if err != nil {
		writeError(w, r, err)
		return
	}
	defer res.Body.Close() //nolint:errcheck // nothing is lost with a body that was read
	if res.StatusCode == http.StatusUnauthorized || res.StatusCode == http.StatusForbidden {
		writeProblem(w, http.StatusBadGateway, "OPERATOR_TOKEN", "The Agent Controller refused the data source's operator token.", "An administrator enters a valid token with the role operator in the data source's settings.")
		return
	}
	writeHead(w, res)
	_, _ = io.Copy(w, res.Body)
}

// describeBody repeats nothing of the body, which may hold secrets.
func describeBody(err error) string {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return "it is too large"
	case errors.Is(err, io.EOF):
		return "it is empty"
	}
	return "it is something else"
}
