package plugin_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
)

// answering gives jobs by the filter they are asked with, none otherwise.
func answering(t *testing.T, byFilter map[string][]contract.JobSummary) http.HandlerFunc {
	t.Helper()
	return func(w http.ResponseWriter, r *http.Request) {
		query, err := url.ParseQuery(r.URL.RawQuery)
		require.NoError(t, err)
		list := contract.JobList{Items: byFilter[query.Get("filter")], Coverage: contract.Coverage{AsOf: 1763800010000}}
		if list.Items == nil {
			list.Items = []contract.JobSummary{}
		}
		list.Total.Value = len(list.Items)
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(list)
	}
}

func job(guid string, attempt int) contract.JobSummary {
	return contract.JobSummary{Guid: guid, Cmd: "echo", State: contract.JobStateOK, TimeCreate: 1763800000000, Attempt: attempt, LogLines: 3}
}

func TestATraceIsOfAJobWithItsMarksAndWhoRanItAgain(t *testing.T) {
	s := start(t)
	s.fake.Handle("/api/v1/jobs", answering(t, map[string][]contract.JobSummary{"parentGuid|=|" + controllertest.JobGUID: {job("again", 1)}}))
	response := s.query(t, s.good(), map[string]string{"A": `{"queryType":"trace","guid":" ` + controllertest.JobGUID + ` "}`})["A"]
	require.NoError(t, response.Error)
	require.Equal(t, data.VisType(data.VisTypeTrace), response.Frames[0].Meta.PreferredVisualization)
	require.Equal(t, 5, response.Frames[0].Rows(), "the job, its wait and its run, and the job that ran it again with its wait")
	require.Len(t, response.Frames, 3)
	require.Contains(t, s.fake.Requests(), "/api/v1/jobs/"+controllertest.JobGUID+"/logs?filter=level%7Cin%7C1%7C2%7C3&limit=100")
}

func TestATraceOfABatchReadsTheAttemptsOfJobsThatHadSeveral(t *testing.T) {
	s := start(t)
	s.fake.Handle("/api/v1/jobs", answering(t, map[string][]contract.JobSummary{"batchGuid|=|b1": {job("one", 1), job(controllertest.JobGUID, 2)}}))
	response := s.query(t, s.good(), map[string]string{"A": `{"queryType":"trace","guid":"b1"}`})["A"]
	require.NoError(t, response.Error)
	ids, _ := response.Frames[0].FieldByName("spanID")
	require.Equal(t, "b1", ids.At(0))
	require.Contains(t, s.fake.Requests(), "/api/v1/jobs/"+controllertest.JobGUID+"/logs?filter=category%7C%3D%7Cattempt.outcome")
	require.NotContains(t, s.fake.Requests(), "/api/v1/jobs/one/logs?filter=category%7C%3D%7Cattempt.outcome")
}

func TestATraceOfNothingSaysThatThereIsNoSuchJob(t *testing.T) {
	s := start(t)
	s.fake.Handle("/api/v1/jobs", answering(t, nil))
	response := s.query(t, s.good(), map[string]string{"A": `{"queryType":"trace","guid":"nobody"}`})["A"]
	require.ErrorContains(t, response.Error, "Nothing is at /api/v1/jobs/nobody")
	require.EqualValues(t, http.StatusNotFound, response.Status)
}

func TestASampleHasTheLastLinesOfEachJobThatHasSome(t *testing.T) {
	s := start(t)
	silent := job("silent", 1)
	silent.LogLines = 0
	s.fake.Handle("/api/v1/jobs", answering(t, map[string][]contract.JobSummary{
		"state|=|OK": {silent, job(controllertest.JobGUID, 1), job("b", 1)},
	}))
	s.fake.Handle("/api/v1/jobs/b/logs", controllertest.Example("logList"))
	response := s.query(t, s.good(), map[string]string{
		"A": `{"queryType":"jobLogs","version":2,"limit":9,"filters":[{"field":"state","operator":"=","values":["OK"]}]}`,
	})["A"]
	require.NoError(t, response.Error)
	require.Equal(t, data.FrameTypeLogLines, response.Frames[0].Meta.Type)
	require.Equal(t, 6, response.Frames[0].Rows())
	require.Contains(t, s.fake.Requests(), "/api/v1/jobs/b/logs?count=false&direction=backward&limit=4")
	require.Equal(t, "A sample: the last lines of the newest 2 of 3 jobs.", response.Frames[0].Meta.Notices[0].Text)
	times, _ := response.Frames[0].FieldByName("timestamp")
	for i := 1; i < times.Len(); i++ {
		before, _ := times.ConcreteAt(i - 1)
		at, _ := times.ConcreteAt(i)
		require.GreaterOrEqual(t, before.(interface{ UnixMilli() int64 }).UnixMilli(), at.(interface{ UnixMilli() int64 }).UnixMilli(), "newest first")
	}
}

// fromFive answers with lines 5, 6 forward and 4, 3 backward, as the controller does when a page begins there.
func fromFive(w http.ResponseWriter, r *http.Request) {
	first, step := int64(5), int64(1)
	if r.URL.Query().Get("direction") == "backward" {
		first, step = 4, -1
	}
	list := contract.LogList{Page: contract.Page{Limit: 2}}
	for i := range int64(2) {
		list.Items = append(list.Items, contract.LogLine{JobGuid: "j", Seq: first + i*step, Time: first + i*step, Level: 5})
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(list)
}

func TestTheLinesAroundOneComeInOneOrder(t *testing.T) {
	for direction, wants := range map[string][]int64{"forward": {3, 4, 5, 6}, "backward": {6, 5, 4, 3}} {
		t.Run(direction, func(t *testing.T) {
			s := start(t)
			s.fake.Handle("/api/v1/jobs/j/logs", fromFive)
			response := s.query(t, s.good(), map[string]string{
				"A": `{"queryType":"logs","guid":"j","startSeq":"5","around":true,"limit":4,"direction":"` + direction + `"}`,
			})["A"]
			require.NoError(t, response.Error)
			seqs, _ := response.Frames[0].FieldByName("seq")
			for i, want := range wants {
				require.Equal(t, want, seqs.At(i))
			}
		})
	}
}
