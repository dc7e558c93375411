package plugin_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// serveJobs answers with pages of so many jobs; a cursor is the number of jobs before it.
func serveJobs(total int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		start, _ := strconv.Atoi(r.URL.Query().Get("cursor"))
		limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
		end := min(start+limit, total)
		list := contract.JobList{Items: make([]contract.JobSummary, end-start), Total: contract.Total{Value: total, Relation: "eq"}}
		for i := range list.Items {
			list.Items[i].Id = int64(start + i)
		}
		if end < total {
			next := strconv.Itoa(end)
			list.Page.Next = &next
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(list)
	}
}

func TestAListOfMoreRowsThanAPageIsAskedForPageByPage(t *testing.T) {
	for _, tc := range []struct {
		name         string
		total, limit int
		rows         int
		pages        []string
		isMore       bool
	}{
		{"as many as are wanted", 5000, 2500, 2500, []string{"limit=1000", "cursor=1000&limit=1000", "cursor=2000&limit=500"}, true},
		{"all, when there are fewer", 1200, 2500, 1200, []string{"limit=1000", "cursor=1000&limit=1000"}, false},
		{"a page, when it has them", 5000, 1000, 1000, []string{"limit=1000"}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := start(t)
			s.fake.Handle("/api/v1/jobs", serveJobs(tc.total))
			query := `{"queryType":"jobs","ignoreTimeRange":true,"limit":` + strconv.Itoa(tc.limit) + `}`
			response := s.query(t, s.good(), map[string]string{"A": query})["A"]
			require.NoError(t, response.Error)
			frame := response.Frames[0]
			require.Equal(t, tc.rows, frame.Rows())
			id, _ := frame.FieldByName("id")
			require.Equal(t, int64(tc.rows-1), id.At(tc.rows-1), "in order, none twice")

			var asked []string
			for _, request := range s.fake.Requests() {
				if path, query, _ := strings.Cut(request, "?"); path == "/api/v1/jobs" {
					asked = append(asked, query)
				}
			}
			require.Equal(t, tc.pages, asked)
			require.Equal(t, "GET /api/v1/jobs?limit=1000", frame.Meta.ExecutedQueryString)
			text, err := json.Marshal(frame.Meta.Custom)
			require.NoError(t, err)
			var custom frames.Custom
			require.NoError(t, json.Unmarshal(text, &custom))
			require.Equal(t, tc.isMore, custom.Page.Next != nil)
		})
	}
}

func TestLongLinesEndAListThatWantsManyOfThemAndItSaysSo(t *testing.T) {
	s := start(t)
	s.fake.Handle("/api/v1/logs", func(w http.ResponseWriter, _ *http.Request) {
		next := "more"
		list := contract.LogList{Items: make([]contract.LogLine, 150), Page: contract.Page{Next: &next}}
		for i := range list.Items {
			list.Items[i].Message = strings.Repeat("x", 64<<10)
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(list)
	})
	response := s.query(t, s.good(), map[string]string{"A": `{"queryType":"logs","limit":10000}`})["A"]
	require.NoError(t, response.Error)
	require.Equal(t, 150, response.Frames[0].Rows())
	require.Contains(t, response.Frames[0].Meta.Notices[0].Text, "These 150 rows have 8 MiB")
}

func TestAListOfMoreRowsThanAQueryMayHaveIsRefusedInWords(t *testing.T) {
	s := start(t)
	response := s.query(t, s.good(), map[string]string{"A": `{"queryType":"jobs","limit":10001}`})["A"]
	require.ErrorContains(t, response.Error, "at most 10000 rows, got a limit of 10001")
}
