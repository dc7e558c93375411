package controller_test

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
)

func askInfo(client *controller.Client) error {
	_, err := controller.Ask(context.Background(), client, info)
	return err
}

func TestAControllerThatTakesConnectionsAndAnswersNothingIsNamed(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") // the kernel takes connections, nobody reads them
	require.NoError(t, err)
	defer func() { _ = listener.Close() }()
	client := connect(t, "http://"+listener.Addr().String(), controllertest.Token)
	client.SuspectSilence(time.Millisecond, 50*time.Millisecond)

	err = askInfo(client)
	requireKind(t, err, controller.Timeout)
	require.ErrorContains(t, err, "takes requests and answers none, not even /healthz")
}

func TestAControllerThatSearchesForLongIsWaitedFor(t *testing.T) {
	fake := controllertest.New(t)
	isAsked, mayAnswer := make(chan struct{}), make(chan struct{})
	fake.Handle("/healthz", func(http.ResponseWriter, *http.Request) { close(isAsked) })
	fake.Handle("/api/v1/info", func(w http.ResponseWriter, _ *http.Request) {
		<-mayAnswer
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"version":"0.1.0"}`))
	})
	client := connect(t, fake.URL, controllertest.Token)
	client.SuspectSilence(time.Millisecond, time.Minute)

	answered := make(chan error)
	go func() { answered <- askInfo(client) }()
	<-isAsked
	close(mayAnswer)
	require.NoError(t, <-answered)
}

func TestWhoAnswersHealthWithAnErrorIsAlive(t *testing.T) {
	fake := controllertest.New(t)
	isAsked := make(chan struct{})
	fake.Handle("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		close(isAsked)
	})
	fake.Handle("/api/v1/info", func(w http.ResponseWriter, _ *http.Request) {
		<-isAsked
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"version":"0.1.0"}`))
	})
	client := connect(t, fake.URL, controllertest.Token)
	client.SuspectSilence(time.Millisecond, time.Minute)
	require.NoError(t, askInfo(client))
}
