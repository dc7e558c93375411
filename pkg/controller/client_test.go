package controller_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller"
	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
)

func connect(t *testing.T, url, token string) *controller.Client {
	t.Helper()
	client, err := controller.New(url, token, httpclient.Options{Timeouts: &httpclient.TimeoutOptions{Timeout: time.Minute}})
	require.NoError(t, err)
	t.Cleanup(client.Close)
	return client
}

var info = controller.Get[contract.ControllerInfo]("/info", nil)

func ptr[T any](value T) *T { return &value }

func TestAskSendsParametersAndTokenAndDecodesACompressedAnswer(t *testing.T) {
	fake := controllertest.New(t)
	request := controller.Get[contract.JobList]("/jobs", contract.ListJobsParams{
		Filter: &[]string{`cmd|=|a&b\|c`, "state|in|OK|ERROR"}, From: ptr(int64(1763800000000)), Limit: ptr(5),
		TimeField: ptr(contract.ListJobsParamsTimeFieldTimeStop), Count: ptr(false),
	})
	list, err := controller.Ask(context.Background(), connect(t, fake.URL, controllertest.Token), request)

	require.NoError(t, err)
	require.Len(t, list.Items, 4)
	want := `/api/v1/jobs?count=false&filter=cmd%7C%3D%7Ca%26b%5C%7Cc&filter=state%7Cin%7COK%7CERROR&from=1763800000000&limit=5&timeField=timeStop`
	require.Equal(t, []string{want}, fake.Requests())
	require.Equal(t, "GET "+want, request.String())
	require.Equal(t, "gzip", fake.LastHeader("Accept-Encoding"))
	require.Equal(t, "application/json, application/problem+json", fake.LastHeader("Accept"))
	require.Equal(t, "Bearer "+controllertest.Token, fake.LastHeader("Authorization"))
}

func TestNoTokenIsSentWhenNoneIsSet(t *testing.T) {
	fake := controllertest.New(t)
	_, err := controller.Ask(context.Background(), connect(t, fake.URL, ""), info)
	require.Error(t, err)
	require.Empty(t, fake.LastHeader("Authorization"))
}

func TestSettingsThatMakeNoClientAreRefused(t *testing.T) {
	_, err := controller.New("http://c", "", httpclient.Options{TLS: &httpclient.TLSOptions{ClientCertificate: "no", ClientKey: "no"}})
	require.ErrorContains(t, err, "building the HTTP client: tls: ")
}

func TestAURLThatIsNoneIsOurFault(t *testing.T) {
	_, err := controller.Ask(context.Background(), connect(t, "http://[", "x"), info)
	require.ErrorContains(t, err, "building the request: ")
	require.False(t, backend.IsDownstreamError(err))
}

func TestAConnectionIsUsedAgainAndGivenBackByClosing(t *testing.T) {
	states := make(chan http.ConnState, 100)
	server := httptest.NewUnstartedServer(controllertest.Example("info"))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) { states <- state }
	server.Start()
	t.Cleanup(server.Close)
	client := connect(t, server.URL, controllertest.Token)
	for range 2 {
		_, err := controller.Ask(context.Background(), client, info)
		require.NoError(t, err)
	}
	client.Close()
	var seen []http.ConnState
	for state := range states {
		seen = append(seen, state)
		if state == http.StateClosed {
			break
		}
	}
	require.Equal(t, []http.ConnState{http.StateNew, http.StateActive, http.StateIdle, http.StateActive, http.StateIdle, http.StateClosed}, seen)
}

func TestAnIDIsOneSegmentOfThePath(t *testing.T) {
	id, err := controller.NewID("cloud:a/../b?c")
	require.NoError(t, err)
	require.Equal(t, "GET /api/v1/jobs/cloud:a%2F..%2Fb%3Fc", controller.Get[contract.Job]("/jobs/"+id.String(), nil).String())

	for _, text := range []string{"", ".", ".."} {
		_, err := controller.NewID(text)
		require.ErrorContains(t, err, "Expected the id")
		requireKind(t, err, controller.Refused)
	}
}

func TestParametersThatMustBeGivenAreSentEvenWhenZero(t *testing.T) {
	request := controller.Get[contract.JobDurations]("/stats/durations", contract.MeasureDurationsParams{From: 0, To: 5, BucketMs: ptr(1000)})
	require.Equal(t, "GET /api/v1/stats/durations?bucketMs=1000&from=0&to=5", request.String())
}

func TestFailuresAreDownstreamAndSayWhatToDo(t *testing.T) {
	html := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(status)
			_, _ = w.Write([]byte("<html>Welcome</html>"))
		}
	}
	text := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		}
	}
	cases := []struct {
		name   string
		answer http.HandlerFunc
		token  string
		kind   controller.Kind
		says   []string
	}{
		{"a problem", controllertest.Problem(400, "UNKNOWN_FILTER_FIELD", "Unknown filter field", "Expected one of a, b; got c."), controllertest.Token,
			controller.Refused, []string{"Unknown filter field: Expected one of a, b; got c. Do as the test says. (UNKNOWN_FILTER_FIELD)"}},
		{"a problem without a full stop", controllertest.Problem(400, "BAD_REGEX", "Bad regular expression", "parentheses not balanced"), controllertest.Token,
			controller.Refused, []string{"Bad regular expression: parentheses not balanced. Do as the test says."}},
		{"a problem without a title", controllertest.Problem(400, "ODD", "", "It is odd."), controllertest.Token, controller.Refused, []string{"It is odd. Do as"}},
		{"a problem without a detail", controllertest.Problem(400, "ODD", "Odd", ""), controllertest.Token, controller.Refused, []string{"Odd. Do as"}},
		{"an overloaded controller", controllertest.Problem(503, "TOO_BUSY", "Too busy", "The query ran over its budget."), controllertest.Token,
			controller.Refused, []string{"TOO_BUSY"}},
		{"a wrong token", nil, "wrong", controller.Unauthorized,
			[]string{"Not signed in: Expected a valid bearer token. Enter a valid token of the Agent Controller in the data source's settings. (BAD_TOKEN)"}},
		{"no token", nil, "", controller.Unauthorized, []string{"No token is set: enter a viewer token of the Agent Controller in the data source's settings. (BAD_TOKEN)"}},
		{"a token of an agent", controllertest.Problem(403, "FORBIDDEN", "Forbidden", "The role agent may not read."), controllertest.Token,
			controller.Forbidden, []string{"Enter a token with the role viewer, operator or admin in the data source's settings. (FORBIDDEN)"}},
		{"an HTML page", html(200), controllertest.Token, controller.NotController, []string{"HTTP 200 with text/html", "Correct the URL"}},
		{"an answer of no type", func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = nil
			w.WriteHeader(http.StatusOK)
		}, controllertest.Token, controller.NotController, []string{
			"does not answer like an Agent Controller: expected JSON, got HTTP 200 with nothing. Correct the URL in the data source's settings, and look for a proxy in between.",
		}},
		{"JSON that is no problem", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = w.Write([]byte(`{"code":"X"}`))
		}, controllertest.Token, controller.NotController, []string{"HTTP 500 with application/json"}},
		{"a problem without a code", controllertest.Problem(400, "", "Odd", "It is odd."), controllertest.Token, controller.NotController, []string{"HTTP 400 with application/problem+json"}},
		{"a problem that does not parse", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = w.Write([]byte(`{"code":"X"`))
		}, controllertest.Token, controller.NotController, []string{"HTTP 500 with application/problem+json"}},
		{"an HTML 404", html(404), controllertest.Token, controller.NotController, []string{"HTTP 404 with text/html"}},
		{"a question too long for a server's headers", html(431), controllertest.Token, controller.Refused, []string{"longer than http", "HTTP 431", "Choose fewer values"}},
		{"a question too long for a proxy's address", html(414), controllertest.Token, controller.Refused, []string{"HTTP 414", "Choose fewer values"}},
		{"a redirect, which would take the token along", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://elsewhere.invalid/", http.StatusFound)
		},
			controllertest.Token, controller.NotController, []string{"HTTP 302"}},
		{"JSON of another shape", text(`{"jobs": 3, "version": 7}`), controllertest.Token, controller.NotController, []string{"the same version"}},
		{"JSON that is cut off", text(`{"version": "0.`), controllertest.Token, controller.Unreachable, []string{"closed the connection"}},
		{"a connection that is cut off", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, controllertest.Token,
			controller.Unreachable, []string{"closed the connection", "try again"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			fake := controllertest.New(t)
			if tc.answer != nil {
				fake.Handle("/api/v1/info", tc.answer)
			}
			_, err := controller.Ask(context.Background(), connect(t, fake.URL, tc.token), info)
			requireKind(t, err, tc.kind)
			for _, says := range tc.says {
				require.ErrorContains(t, err, says)
			}
		})
	}
}

func TestAnAnswerOverTheLimitIsRefused(t *testing.T) {
	fake := controllertest.New(t)
	fake.Handle("/api/v1/info", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"version":"` + strings.Repeat("x", 2<<20) + `"}`))
	})
	client := connect(t, fake.URL, controllertest.Token)
	client.LimitAnswers(1 << 20)
	_, err := controller.Ask(context.Background(), client, info)
	requireKind(t, err, controller.TooLarge)
	require.ErrorContains(t, err, "over 1 MiB. Ask for fewer rows")
}

func requireKind(t *testing.T, err error, kind controller.Kind) {
	t.Helper()
	require.Error(t, err)
	var fault *controller.Error
	require.True(t, errors.As(err, &fault), "%v", err)
	require.Equal(t, kind, fault.Kind, err.Error())
	require.True(t, backend.IsDownstreamError(err))
	require.NotContains(t, err.Error(), controllertest.Token)
}

func TestUnreachableControllersAreToldApart(t *testing.T) {
	ask := func(url string) error {
		_, err := controller.Ask(context.Background(), connect(t, url, controllertest.Token), info)
		return err
	}

	t.Run("nothing listens", func(t *testing.T) {
		closed := httptest.NewServer(http.NotFoundHandler())
		closed.Close()
		err := ask(closed.URL)
		requireKind(t, err, controller.Unreachable)
		require.ErrorContains(t, err, "Nothing listens at "+closed.URL)
	})

	t.Run("the name is unknown", func(t *testing.T) {
		err := ask("http://controller.invalid:4400")
		requireKind(t, err, controller.Unreachable)
		require.ErrorContains(t, err, `"controller.invalid"`)
	})

	t.Run("the certificate is not trusted", func(t *testing.T) {
		server := httptest.NewTLSServer(http.NotFoundHandler())
		t.Cleanup(server.Close)
		err := ask(server.URL)
		requireKind(t, err, controller.TLS)
		require.ErrorContains(t, err, "CA certificate")
	})

	t.Run("https is asked of an http port", func(t *testing.T) {
		fake := controllertest.New(t)
		err := ask(strings.Replace(fake.URL, "http://", "https://", 1))
		requireKind(t, err, controller.TLS)
		require.ErrorContains(t, err, "correct http/https in the URL")
	})

	t.Run("no answer comes in time", func(t *testing.T) {
		fake := controllertest.New(t)
		fake.Handle("/api/v1/info", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		client, err := controller.New(fake.URL, controllertest.Token, httpclient.Options{Timeouts: &httpclient.TimeoutOptions{Timeout: 50 * time.Millisecond}})
		require.NoError(t, err)
		_, err = controller.Ask(context.Background(), client, info)
		requireKind(t, err, controller.Timeout)
		require.ErrorContains(t, err, "in time (50ms)")
	})

	t.Run("the asker goes away, and the controller sees it", func(t *testing.T) {
		fake := controllertest.New(t)
		arrived, gone := make(chan struct{}), make(chan struct{})
		fake.Handle("/api/v1/info", func(_ http.ResponseWriter, r *http.Request) {
			close(arrived)
			<-r.Context().Done()
			close(gone)
		})
		ctx, cancel := context.WithCancel(context.Background())
		go func() {
			<-arrived
			cancel()
		}()
		_, err := controller.Ask(ctx, connect(t, fake.URL, controllertest.Token), info)
		requireKind(t, err, controller.Cancelled)
		<-gone
	})
}
