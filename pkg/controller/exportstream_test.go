package controller_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
)

const exportPath = "/api/v1/export"

// rows answers with NDJSON, a piece at a time as `pieces` gives them; closing it ends the answer well.
func rows(pieces <-chan string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/x-ndjson")
		for {
			select {
			case <-r.Context().Done():
				return
			case piece, isMore := <-pieces:
				if !isMore {
					return
				}
				_, _ = io.WriteString(w, piece)
				_ = http.NewResponseController(w).Flush()
			}
		}
	}
}

func TestAnExportIsNotEndedByTheTimeoutNorByTheLimitOnAnswers(t *testing.T) {
	fake := controllertest.New(t)
	pieces := make(chan string)
	fake.Handle(exportPath, rows(pieces))
	timeout := 20 * time.Millisecond
	client, err := controller.New(fake.URL, controllertest.Token, httpclient.Options{Timeouts: &httpclient.TimeoutOptions{Timeout: timeout}})
	require.NoError(t, err)
	defer client.Close()
	client.LimitAnswers(10)
	fake.Handle("/api/v1/info", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })

	go func() {
		pieces <- `{"guid":"a"}` + "\n"
		requireKind(t, askInfo(client), controller.Timeout) // so more than the timeout has passed
		pieces <- `{"rows":1}` + "\n"
		close(pieces)
	}()
	res, err := client.Export(context.Background(), "of=jobs")
	require.NoError(t, err)
	defer res.Body.Close() //nolint:errcheck // it was read
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Equal(t, "{\"guid\":\"a\"}\n{\"rows\":1}\n", string(text))
	require.Equal(t, exportPath+"?of=jobs", fake.Requests()[0])
}

func TestAnExportThatBringsNothingMoreIsGivenUp(t *testing.T) {
	fake := controllertest.New(t)
	pieces := make(chan string, 1)
	pieces <- "{}\n"
	fake.Handle(exportPath, rows(pieces))
	client := connect(t, fake.URL, controllertest.Token)
	client.LimitStalls(10 * time.Millisecond)

	res, err := client.Export(context.Background(), "")
	require.NoError(t, err)
	defer res.Body.Close() //nolint:errcheck // it was read
	text, err := io.ReadAll(res.Body)
	require.Equal(t, "{}\n", string(text))
	requireKind(t, err, controller.Timeout)
	require.ErrorContains(t, err, "sent nothing more for 10ms")
}

func TestAnExportWhoseConnectionBreaksSaysSo(t *testing.T) {
	fake := controllertest.New(t)
	fake.Handle(exportPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		_, _ = fmt.Fprint(w, "guid\r\n")
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	res, err := connect(t, fake.URL, controllertest.Token).Export(context.Background(), "")
	require.NoError(t, err)
	defer res.Body.Close() //nolint:errcheck // it was read
	_, err = io.ReadAll(res.Body)
	requireKind(t, err, controller.Unreachable)
	require.ErrorContains(t, err, "closed the connection before its answer was complete")
}

func TestAnExportThatIsRefusedOrOfAnotherKindIsNoStream(t *testing.T) {
	fake := controllertest.New(t)
	fake.Handle(exportPath, controllertest.Problem(429, "TOO_MANY_EXPORTS", "Too many", "Expected at most 2 exports."))
	client := connect(t, fake.URL, controllertest.Token)
	res, err := client.Export(context.Background(), "")
	require.NoError(t, err)
	defer res.Body.Close() //nolint:errcheck // it was read
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Equal(t, 429, res.StatusCode)
	require.Contains(t, string(text), "TOO_MANY_EXPORTS")

	fake.Handle(exportPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, strings.Repeat("<html>", 10))
	})
	_, err = client.Export(context.Background(), "") //nolint:bodyclose // there is none
	requireKind(t, err, controller.NotController)

	_, err = connect(t, "http://127.0.0.1:1", "x").Export(context.Background(), "") //nolint:bodyclose // there is none
	requireKind(t, err, controller.Unreachable)
}
