package query

import (
	"fmt"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

func TestChooseBucket(t *testing.T) {
	const day = 24 * time.Hour
	// The API's buckets, less one at either end.
	most := time.Duration(contract.TheRules.Limits.Buckets - 2)
	cases := []struct {
		name                 string
		interval, span, want time.Duration
	}{
		{"the shortest when nothing else is asked", 0, 5 * time.Minute, time.Second},
		{"the next longer step", 7 * time.Second, time.Hour, 10 * time.Second},
		{"as many as the API has", time.Second, most * time.Second, time.Second},
		{"longer ones when there would be one too many", time.Second, most*time.Second + 1, 2 * time.Second},
		{"longer ones over a month", time.Second, 30 * day, 5 * time.Minute},
		{"whole days when the interval is longer than one", day + 1, 365 * day, 2 * day},
		{"as many days as the interval has", 2 * day, 365 * day, 2 * day},
		{"as many days as a century needs", time.Second, 100 * 365 * day, 4 * day},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			bucket := chooseBucket(tc.interval, tc.span)
			require.Equal(t, tc.want, bucket)
			require.LessOrEqual(t, int(tc.span/bucket)+2, contract.TheRules.Limits.Buckets)
		})
	}

	for _, text := range []string{
		"1s", "2s", "5s", "10s", "15s", "30s", "1m", "2m", "5m", "10m", "15m", "30m", "1h", "2h", "3h", "6h", "12h", "24h",
	} {
		t.Run(fmt.Sprintf("has buckets of %s", text), func(t *testing.T) {
			step, err := time.ParseDuration(text)
			require.NoError(t, err)
			require.Equal(t, step, chooseBucket(step, time.Minute))
		})
	}
}

func TestWhatIsThereNowIsATableOrOneFigureOfEach(t *testing.T) {
	for _, tc := range []struct{ name, json, says string }{
		{"a table", `{"queryType":"nodes"}`, ""},
		{"a table by name", `{"queryType":"queues","format":"table"}`, ""},
		{"the figure that is asked for most", `{"queryType":"queues","format":"number"}`, ""},
		{"another figure", `{"queryType":"queues","format":"number","figure":"depth"}`, ""},
		{"no series", `{"queryType":"nodes","format":"timeseries"}`, "expected one of table, number"},
		{"no figure that there is not", `{"queryType":"nodes","format":"number","figure":"depth"}`, "expected one of away, silentSeconds"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Parse(backend.DataQuery{JSON: []byte(tc.json), TimeRange: lastHour, Interval: time.Minute}, false)
			if tc.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tc.says)
		})
	}
}
