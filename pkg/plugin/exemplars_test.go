package plugin_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
)

// Starts of buckets of a minute.
const firstBucket, secondBucket = 1763800020000, 1763800080000

type listedJob struct {
	Guid  string `json:"guid"` //nolint:revive // as the contract writes it
	Cmd   string `json:"cmd"`
	Queue string `json:"queue"`
	State string `json:"state"`
	Stop  int64  `json:"timeStop"`
	Run   int64  `json:"runMs"`
	Wait  int64  `json:"waitMs"`
	Gid   int    `json:"gid"`
}

// lists answers with jobs by the order that is asked for.
func lists(t *testing.T, bySort map[string][]listedJob) http.HandlerFunc {
	t.Helper()
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		require.NoError(t, json.NewEncoder(w).Encode(map[string]any{"items": bySort[r.URL.Query().Get("sort")]}))
	}
}

func exemplarsOf(t *testing.T, frames data.Frames) *data.Frame {
	t.Helper()
	last := frames[len(frames)-1]
	require.Equal(t, "exemplar", last.Name)
	require.Equal(t, data.DataTopicAnnotations, last.Meta.DataTopic)
	return last
}

func columnOf[T any](t *testing.T, frame *data.Frame, name string) []T {
	t.Helper()
	field, _ := frame.FieldByName(name)
	require.NotNil(t, field, name)
	values := make([]T, field.Len())
	for i := range values {
		values[i], _ = field.At(i).(T)
	}
	return values
}

func TestTheLongestJobOfEachBucketIsAnExemplarOfDurations(t *testing.T) {
	s := start(t)
	s.fake.Handle("/api/v1/jobs", lists(t, map[string][]listedJob{
		"-runMs": {
			{Guid: "slow", Cmd: "check_disks", Queue: "io", Stop: firstBucket + 5, Run: 900},
			{Guid: "less slow", Cmd: "check_disks", Queue: "io", Stop: firstBucket + 9, Run: 800},
			{Guid: "next", Cmd: "check_disks", Queue: "io", Stop: secondBucket, Run: 70},
		},
		"-waitMs": {{Guid: "waited", Cmd: "check_disks", Queue: "io", Stop: firstBucket + 1, Wait: 4000}},
	}))
	answer := s.query(t, s.good(), map[string]string{"A": `{"queryType":"jobDurations","groupBy":["queue","cmd"],"exemplars":true}`})["A"]
	require.NoError(t, answer.Error)
	frame := exemplarsOf(t, answer.Frames)
	require.Equal(t, []string{"slow", "next", "waited"}, columnOf[string](t, frame, "guid"))
	require.Equal(t, []float64{900, 70, 4000}, columnOf[float64](t, frame, "Value"))
	require.Equal(t, []string{"run", "run", "wait"}, columnOf[string](t, frame, "duration"))
	require.Equal(t, []string{"io", "io", "io"}, columnOf[string](t, frame, "queue"))
}

func TestFailedJobsAreTheFirstExemplarsOfCountsAndStandOnTheirSeries(t *testing.T) {
	s := start(t)
	counts := map[string]any{"times": []int{firstBucket}, "bucketMs": 60000, "series": []any{
		map[string]any{"labels": map[string]string{"cmd": "a"}, "counts": []int{7}}, map[string]any{"labels": map[string]string{"cmd": "b"}, "counts": []int{3}},
	}}
	s.fake.Handle("/api/v1/stats/jobs", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(counts)
	})
	s.fake.Handle("/api/v1/jobs", lists(t, map[string][]listedJob{
		"-timeStop": {{Guid: "failed", Cmd: "a", State: "ERROR", Stop: firstBucket + 5}, {Guid: "of no series", Cmd: "x", Stop: firstBucket}},
		"-runMs":    {{Guid: "long", Cmd: "a", Stop: firstBucket + 1}, {Guid: "of b", Cmd: "b", Stop: firstBucket + 2}},
	}))
	answer := s.query(t, s.good(), map[string]string{"A": `{"queryType":"jobCounts","groupBy":["cmd"],"exemplars":true}`})["A"]
	require.NoError(t, answer.Error)
	frame := exemplarsOf(t, answer.Frames)
	require.Equal(t, []string{"failed", "of b"}, columnOf[string](t, frame, "guid"))
	require.Equal(t, []float64{7, 3}, columnOf[float64](t, frame, "Value"))
}

func TestAJobOfALargeGridStandsOnTheSeriesOfItsGrid(t *testing.T) {
	s := start(t)
	s.fake.Handle("/api/v1/stats/jobs", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"times": []int{firstBucket}, "bucketMs": 60000, "series": []any{
			map[string]any{"labels": map[string]string{"gid": "12345678"}, "counts": []int{7}},
		}})
	})
	s.fake.Handle("/api/v1/jobs", lists(t, map[string][]listedJob{"-runMs": {{Guid: "long", Gid: 12345678, Stop: firstBucket + 1}}}))
	answer := s.query(t, s.good(), map[string]string{"A": `{"queryType":"jobCounts","groupBy":["gid"],"exemplars":true}`})["A"]
	require.NoError(t, answer.Error)
	frame := exemplarsOf(t, answer.Frames)
	require.Equal(t, []string{"long"}, columnOf[string](t, frame, "guid"))
	require.Equal(t, []string{"12345678"}, columnOf[string](t, frame, "gid"))
}

func TestFiguresAreWholeWithoutTheirExemplars(t *testing.T) {
	s := start(t)
	s.fake.Handle("/api/v1/jobs", controllertest.Problem(http.StatusServiceUnavailable, "BUSY", "Busy", "Too many lists."))
	answer := s.query(t, s.good(), map[string]string{"A": `{"queryType":"jobDurations","exemplars":true}`})["A"]
	require.NoError(t, answer.Error)
	require.Len(t, answer.Frames, 6)
	require.Contains(t, answer.Frames[0].Meta.Notices[0].Text, "The exemplars are missing")
}

func TestNumbersAndAlertRulesHaveNoExemplars(t *testing.T) {
	s := start(t)
	s.query(t, s.good(), map[string]string{"A": `{"queryType":"jobCounts","format":"number","exemplars":true}`})
	require.NotContains(t, strings.Join(s.fake.Requests(), " "), "/api/v1/jobs?")
}

func TestTheHeatmapAsksForTheHistogramOfAllJobs(t *testing.T) {
	s := start(t)
	answer := s.query(t, s.good(), map[string]string{"A": `{"queryType":"jobDurations","format":"heatmap","figure":"wait","groupBy":["cmd"]}`})["A"]
	require.NoError(t, answer.Error)
	require.Equal(t, data.FrameType("heatmap-cells"), answer.Frames[0].Meta.Type)
	asked := s.fake.Requests()[0]
	require.Contains(t, asked, "histogram=true")
	require.NotContains(t, asked, "groupBy")
	require.Equal(t, []float64{100, 50}, columnOf[float64](t, answer.Frames[0], "yMin"), "an empty bucket keeps its place")
}
