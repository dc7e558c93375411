package main

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
)

const followJobs = `{"queryType":"jobs"}`

// viewer of a channel: reads server-sent events as a browser does.
type viewer struct {
	lines *bufio.Reader
	leave func()
}

func (h *host) follow(t *testing.T, path string) viewer {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.url+"/api/live/ds/jobs/"+path+"?data="+url.QueryEscape(followJobs), nil)
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	t.Cleanup(func() {
		cancel()
		_ = res.Body.Close()
	})
	require.Equal(t, 200, res.StatusCode)
	require.Equal(t, "text/event-stream; charset=utf-8", res.Header.Get("Content-Type"))
	return viewer{lines: bufio.NewReader(res.Body), leave: cancel}
}

// until an event has come whose data holds the text; answers its name.
func (v viewer) until(t *testing.T, text string) string {
	t.Helper()
	name := ""
	for {
		line, err := v.lines.ReadString('\n')
		require.NoError(t, err, "expected an event with "+text)
		if found, isName := strings.CutPrefix(line, "event: "); isName {
			name = strings.TrimSpace(found)
		}
		if strings.HasPrefix(line, "data: ") && strings.Contains(line, text) {
			return name
		}
	}
}

func TestAChannelRunsOnceForAllItsViewers(t *testing.T) {
	fake := controllertest.New(t)
	opened := fake.Streams()
	h := startHost(t, instances(fake.URL, controllertest.Token))
	status, body := h.call(t, http.MethodGet, "/api/datasources/uid/jobs/resources/live?query="+url.QueryEscape(followJobs), "")
	require.Equal(t, 200, status, body)
	var channel struct{ Path string }
	require.NoError(t, json.Unmarshal([]byte(body), &channel))

	first := h.follow(t, channel.Path)
	require.Equal(t, "subscribed", first.until(t, `"state":"opening"`))
	stream := controllertest.NextStream(t, opened)
	require.Equal(t, "publication", first.until(t, `"state":"live"`))
	second := h.follow(t, channel.Path)
	require.Equal(t, "subscribed", second.until(t, `"state":"live"`))
	stream.Send(t, "1", "job", `{"guid":"a-job","state":"RUNNING"}`)
	first.until(t, "a-job")
	second.until(t, "a-job")
	require.Empty(t, opened, "one stream at the controller")

	first.leave()
	stream.Send(t, "2", "job", `{"guid":"another-job","state":"OK"}`)
	second.until(t, "another-job")
	second.leave()
	<-stream.Ended() // a while after the last viewer has left
}

func TestAChannelThatIsNotTheQuerysIsRefused(t *testing.T) {
	h := startHost(t, instances("http://127.0.0.1:1", "x"))
	for _, tc := range []struct {
		path   string
		status int
		says   string
	}{
		{"/api/live/ds/jobs/jobs/made-up?data=" + url.QueryEscape(followJobs), 403, "permission denied"},
		{"/api/live/ds/jobs/jobs/made-up", 404, "unknown channel"},
		{"/api/live/ds/nobody/jobs/made-up", 404, "Data source not found"},
	} {
		status, body := h.call(t, http.MethodGet, tc.path, "")
		require.Equal(t, tc.status, status, body)
		require.Contains(t, body, tc.says)
	}
}
