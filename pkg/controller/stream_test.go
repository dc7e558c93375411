package controller_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
)

var onlyLogs = func() contract.OpenStreamParams {
	no := false
	return contract.OpenStreamParams{Jobs: &no, LogFilter: &[]string{"level|in|1|2"}}
}()

func TestAStreamGivesEventsInTheirOrderWithTheIDToGoOnFrom(t *testing.T) {
	fake := controllertest.New(t)
	opened := fake.Streams()
	client := connect(t, fake.URL, controllertest.Token)
	stream, err := client.OpenStream(context.Background(), onlyLogs, "41-3")
	require.NoError(t, err)
	defer stream.Close()
	connection := controllertest.NextStream(t, opened)
	require.Equal(t, "41-3", connection.LastEventID)
	require.Equal(t, "jobs=false&logFilter=level%7Cin%7C1%7C2", connection.Query)

	long := `{"message":"` + strings.Repeat("x", 200_000) + `"}`
	go func() {
		connection.Send(t, "42", "log", `{"message":"first"}`)
		connection.Beat(t, "43")
		connection.Send(t, "44", "log", long)
	}()
	for _, want := range []controller.Event{
		{ID: "42", Name: "log", Data: []byte(`{"message":"first"}`)}, {ID: "43"}, {ID: "44", Name: "log", Data: []byte(long)},
	} {
		event, err := stream.Next()
		require.NoError(t, err)
		require.Equal(t, want, event)
	}
	connection.Cut()
	_, err = stream.Next()
	requireKind(t, err, controller.Unreachable)
}

func TestAStreamThatIsRefusedSaysWhy(t *testing.T) {
	fake := controllertest.New(t)
	client := connect(t, fake.URL, controllertest.Token)
	fake.Handle("/api/v1/stream", controllertest.Problem(http.StatusTooManyRequests, "TOO_MANY_STREAMS", "Too many streams", "Expected at most 50 open streams of a token."))
	_, err := client.OpenStream(context.Background(), onlyLogs, "")
	requireKind(t, err, controller.Refused)
	require.ErrorContains(t, err, "Too many streams: Expected at most 50 open streams of a token.")

	fake.Handle("/api/v1/stream", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) })
	_, err = client.OpenStream(context.Background(), onlyLogs, "")
	requireKind(t, err, controller.NotController)
}

func TestAStreamThatFallsSilentIsGivenUp(t *testing.T) {
	fake := controllertest.New(t)
	opened := fake.Streams()
	client := connect(t, fake.URL, controllertest.Token)
	client.SuspectQuiet(20 * time.Millisecond)
	stream, err := client.OpenStream(context.Background(), onlyLogs, "")
	require.NoError(t, err)
	defer stream.Close()
	connection := controllertest.NextStream(t, opened)
	_, err = stream.Next()
	requireKind(t, err, controller.Unreachable)
	require.ErrorContains(t, err, "nothing came for longer")
	<-connection.Ended()
}

func TestAStreamEndsWithItsContext(t *testing.T) {
	fake := controllertest.New(t)
	opened := fake.Streams()
	ctx, cancel := context.WithCancel(context.Background())
	stream, err := connect(t, fake.URL, controllertest.Token).OpenStream(ctx, onlyLogs, "")
	require.NoError(t, err)
	defer stream.Close()
	connection := controllertest.NextStream(t, opened)
	cancel()
	_, err = stream.Next()
	requireKind(t, err, controller.Cancelled)
	<-connection.Ended()
}
