package plugin_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
	"github.com/openvcloud/jobs-grafana/pkg/live"
	"github.com/openvcloud/jobs-grafana/pkg/plugin"
)

func newInstance(t *testing.T, settings backend.PluginContext) *plugin.Datasource {
	t.Helper()
	instance, err := plugin.NewDatasource(context.Background(), *settings.DataSourceInstanceSettings)
	require.NoError(t, err)
	datasource := instance.(*plugin.Datasource)
	t.Cleanup(datasource.Dispose)
	return datasource
}

// channelOf asks as the browser does: the resource call goes through gRPC.
func (s stack) channelOf(t *testing.T, query string) string {
	t.Helper()
	status, text, _ := s.resourceWithHeaders(t, s.good(), http.MethodGet, "live", "query="+url.QueryEscape(query))
	require.Equal(t, 200, status, text)
	var answer struct{ Path string }
	require.NoError(t, json.Unmarshal([]byte(text), &answer))
	return answer.Path
}

const (
	jobsQuery = `{"queryType":"jobs"}`
	logsQuery = `{"queryType":"logs","guid":"0198"}`
)

func TestAViewerFollowsAQueryOnlyOnItsOwnChannel(t *testing.T) {
	s := start(t)
	datasource := newInstance(t, s.good())
	path := s.channelOf(t, jobsQuery)
	other := s.channelOf(t, `{"queryType":"logs"}`)
	for name, tc := range map[string]struct {
		path, query string
		status      backend.SubscribeStreamStatus
	}{
		"its own":                        {path, jobsQuery, backend.SubscribeStreamStatusOK},
		"that of another query":          {other, jobsQuery, backend.SubscribeStreamStatusPermissionDenied},
		"one that was made up":           {"jobs/all", jobsQuery, backend.SubscribeStreamStatusPermissionDenied},
		"of a query nothing can follow":  {path, `{"queryType":"nodes"}`, backend.SubscribeStreamStatusNotFound},
		"without saying which query":     {path, ``, backend.SubscribeStreamStatusNotFound},
		"another endpoint of controller": {"jobs/../tokens", `{"queryType":"tokens"}`, backend.SubscribeStreamStatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			res, err := datasource.SubscribeStream(context.Background(), &backend.SubscribeStreamRequest{Path: tc.path, Data: json.RawMessage(tc.query)})
			require.NoError(t, err)
			require.Equal(t, tc.status, res.Status)
			if tc.status != backend.SubscribeStreamStatusOK {
				require.Nil(t, res.InitialData)
				return
			}
			require.Contains(t, string(res.InitialData.Data()), `"live":{"state":"opening"`)
		})
	}
	require.NotContains(t, s.fake.Requests(), "/api/v1/stream?logs=false", "no stream before anybody is let in")
}

func TestWhichChannelFollowsAQueryIsRefusedInWords(t *testing.T) {
	s := start(t)
	status, problem, _ := s.resourceWithHeaders(t, s.good(), http.MethodGet, "live", `query={"queryType":"nodes"}`)
	require.Equal(t, 400, status)
	require.Contains(t, problem, "Only jobs, their counts and log lines can be followed")
	status, problem, _ = s.resourceWithHeaders(t, s.settings("", "x"), http.MethodGet, "live", "query={}")
	require.Equal(t, 400, status)
	require.Contains(t, problem, "No Agent Controller URL is set")
}

func TestNobodyPublishesIntoAChannel(t *testing.T) {
	s := start(t)
	res, err := newInstance(t, s.good()).PublishStream(context.Background(), &backend.PublishStreamRequest{Path: "jobs/x", Data: json.RawMessage(`{}`)})
	require.NoError(t, err)
	require.Equal(t, backend.PublishStreamStatusPermissionDenied, res.Status)
}

// firstPacket of a run, as Grafana gets it.
type firstPacket struct {
	once sync.Once
	text chan string
}

func (p *firstPacket) Send(packet *backend.StreamPacket) error {
	p.once.Do(func() { p.text <- string(packet.Data) })
	return nil
}

func TestAChannelRunsOnTheControllersStreamUntilItsInstanceIsReplaced(t *testing.T) {
	s := start(t)
	opened := s.fake.Streams()
	datasource := newInstance(t, s.good())
	sent := &firstPacket{text: make(chan string, 1)}
	ended := make(chan error, 1)
	go func() {
		ended <- datasource.RunStream(context.Background(), &backend.RunStreamRequest{Path: "as submitted", Data: json.RawMessage(logsQuery)}, backend.NewStreamSender(sent))
	}()
	stream := controllertest.NextStream(t, opened)
	require.Equal(t, "job=0198&jobs=false", stream.Query)
	first := <-sent.text
	require.Contains(t, first, `"live":{"state":"live"`)
	require.Contains(t, first, `"type":"log-lines"`)
	datasource.Dispose()
	require.ErrorIs(t, <-ended, live.ErrReplaced)
	<-stream.Ended()
}

func TestAChannelOfAnUnusableInstanceSaysWhatIsWrong(t *testing.T) {
	s := start(t)
	datasource := newInstance(t, s.settings("", "x"))
	_, err := datasource.SubscribeStream(context.Background(), &backend.SubscribeStreamRequest{Data: json.RawMessage(jobsQuery)})
	require.ErrorContains(t, err, "No Agent Controller URL is set")
	err = datasource.RunStream(context.Background(), &backend.RunStreamRequest{Data: json.RawMessage(jobsQuery)}, nil)
	require.ErrorContains(t, err, "No Agent Controller URL is set")
}
