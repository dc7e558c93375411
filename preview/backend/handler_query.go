package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

const maxBodyBytes = 4 << 20

type queryRequest struct {
	Queries []json.RawMessage `json:"queries"`
	From    string            `json:"from"`
	To      string            `json:"to"`
}

// queryHead is what Grafana's server reads of a query; the rest is between the editor and the plugin.
type queryHead struct {
	RefID         string `json:"refId"`
	QueryType     string `json:"queryType"`
	MaxDataPoints int64  `json:"maxDataPoints"`
	IntervalMs    int64  `json:"intervalMs"`
	Datasource    struct {
		UID string `json:"uid"`
	} `json:"datasource"`
}

// query answers {results: {A: {status, frames} or {status, error, errorSource}}}, with status 400 as soon as one failed.
func (s *server) query(w http.ResponseWriter, r *http.Request) {
	var body queryRequest
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBodyBytes)).Decode(&body); err != nil {
		writeMessage(w, http.StatusBadRequest, "bad request data: "+err.Error())
		return
	}
	byUID, err := readQueries(body, time.Now())
	if err != nil {
		writeMessage(w, http.StatusBadRequest, err.Error())
		return
	}
	answer := backend.NewQueryDataResponse()
	for _, uid := range slices.Sorted(maps.Keys(byUID)) {
		instance, isKnown := s.instance(w, uid)
		if !isKnown {
			return
		}
		response, err := s.ask(r, &backend.QueryDataRequest{PluginContext: instance, Queries: byUID[uid]})
		if err != nil {
			s.fail(w, r, err)
			return
		}
		maps.Copy(answer.Responses, response.Responses)
	}
	writeJSON(w, answerStatus(answer), answer)
}

func (s *server) ask(r *http.Request, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	return withPlugin(s.plugin, func(running services) (*backend.QueryDataResponse, error) {
		response, err := running.data.QueryData(r.Context(), backend.ToProto().QueryDataRequest(req))
		if err != nil {
			return nil, err
		}
		return backend.FromProto().QueryDataResponse(response)
	})
}

func answerStatus(answer *backend.QueryDataResponse) int {
	for _, response := range answer.Responses {
		if response.Error != nil {
			return http.StatusBadRequest
		}
	}
	return http.StatusOK
}

// readQueries groups a request's queries by data source; a dashboard with mixed panels asks several at once.
func readQueries(body queryRequest, now time.Time) (map[string][]backend.DataQuery, error) {
	if len(body.Queries) == 0 {
		return nil, errors.New("no queries found: expected at least one in queries")
	}
	timeRange, err := parseTimeRange(body.From, body.To, now)
	if err != nil {
		return nil, err
	}
	byUID := map[string][]backend.DataQuery{}
	for _, text := range body.Queries {
		head := queryHead{RefID: "A", MaxDataPoints: 100, IntervalMs: 1000}
		if err := json.Unmarshal(text, &head); err != nil {
			return nil, fmt.Errorf("bad request data: %w", err)
		}
		uid := head.Datasource.UID
		if uid == "" || uid == "__expr__" {
			return nil, fmt.Errorf("query %s: expected the uid of a data source, got %q; the preview evaluates no expressions", head.RefID, uid)
		}
		byUID[uid] = append(byUID[uid], backend.DataQuery{
			RefID: head.RefID, QueryType: head.QueryType, MaxDataPoints: head.MaxDataPoints,
			Interval: time.Duration(head.IntervalMs) * time.Millisecond, TimeRange: timeRange, JSON: text,
		})
	}
	return byUID, nil
}
