package plugin_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/config"
	"github.com/stretchr/testify/require"
)

// jobsOf answers with as many jobs of the rank that is asked for as the limit allows, and says how many there are.
func jobsOf(t *testing.T, totals map[string]int) http.HandlerFunc {
	t.Helper()
	return func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		var state string
		for _, filter := range query["filter"] {
			if rank, isRank := strings.CutPrefix(filter, "state|in|"); isRank {
				state, _, _ = strings.Cut(rank, "|")
			}
		}
		var limit int
		_, err := fmt.Sscan(query.Get("limit"), &limit)
		require.NoError(t, err)
		items := make([]map[string]any, min(limit, totals[state]))
		for i := range items {
			items[i] = map[string]any{"guid": fmt.Sprintf("%s-%d", state, i), "cmd": "echo", "state": state, "timeStart": 1763796500000}
		}
		w.Header().Set("Content-Type", "application/json")
		require.NoError(t, json.NewEncoder(w).Encode(map[string]any{
			"items": items, "total": map[string]any{"value": totals[state], "relation": "eq"},
		}))
	}
}

func TestJobsAreMarkedWorstFirst(t *testing.T) {
	s := start(t)
	for _, tc := range []struct {
		totals map[string]int
		want   []string
	}{
		{map[string]int{"ERROR": 1, "RUNNING": 1, "OK": 1}, []string{"echo ERROR", "echo RUNNING", "echo OK"}},
		{map[string]int{"ERROR": 2, "RUNNING": 0, "OK": 7}, []string{"echo ERROR", "echo ERROR", "echo OK", "Only 3 of 9 jobs are marked"}},
		{map[string]int{"ERROR": 5, "RUNNING": 1, "OK": 7}, []string{"echo ERROR", "echo ERROR", "echo ERROR", "Only 3 of 13 jobs are marked"}},
	} {
		s.fake.Handle("/api/v1/jobs", jobsOf(t, tc.totals))
		answers := s.query(t, s.good(), map[string]string{"A": `{"queryType":"jobAnnotations","limit":3}`})
		require.NoError(t, answers["A"].Error)
		titles, _ := answers["A"].Frames[0].FieldByName("title")
		got := make([]string, titles.Len())
		for i := range got {
			got[i] = titles.At(i).(string) //nolint:forcetypeassert // a column of texts
		}
		require.Equal(t, tc.want, got)
	}
}

func TestAMarkLeadsToItsJobWhereverGrafanaIsServed(t *testing.T) {
	s := start(t)
	s.fake.Handle("/api/v1/jobs", jobsOf(t, map[string]int{"ERROR": 1}))
	settings := s.good()
	settings.GrafanaConfig = config.NewGrafanaCfg(map[string]string{config.AppURL: "https://example.com/grafana/"})
	res, err := s.client.QueryData(context.Background(), &backend.QueryDataRequest{
		PluginContext: settings,
		Queries: []backend.DataQuery{{
			RefID: "A", JSON: []byte(`{"queryType":"jobAnnotations"}`),
			TimeRange: backend.TimeRange{From: time.UnixMilli(1763796400000), To: time.UnixMilli(1763800000000)},
		}},
	})
	require.NoError(t, err)
	text, _ := res.Responses["A"].Frames[0].FieldByName("text")
	require.Contains(t, text.At(0), `href="/grafana/d/openvcloud-job/job-details?var-ds=jobs&amp;var-guid=ERROR-0"`)
}
