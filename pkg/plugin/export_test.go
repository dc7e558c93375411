package plugin_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
)

const exportPath = "/api/v1/export"

// exportOf answers with the pieces, each sent on at once, and then breaks off or ends well.
func exportOf(kind string, isBroken bool, pieces ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Disposition", `attachment; filename="openvcloud-jobs-20260101T000000Z.csv"`)
		w.Header().Set("Cache-Control", "no-store")
		for _, piece := range pieces {
			_, _ = io.WriteString(w, piece)
			_ = http.NewResponseController(w).Flush()
		}
		if isBroken {
			panic(http.ErrAbortHandler)
		}
	}
}

func TestAnExportPassesThroughAsAFile(t *testing.T) {
	s := start(t)
	s.fake.Handle(exportPath, exportOf("text/csv; charset=utf-8", false, "guid\r\n", "a\r\n"))
	status, body, headers := s.resourceWithHeaders(t, s.good(), http.MethodGet, "export", "format=csv&filter=cmd%7C%3D%7Ca")
	require.Equal(t, 200, status)
	require.Equal(t, "guid\r\na\r\n", body)
	require.Equal(t, "text/csv; charset=utf-8", headers.Get("Content-Type"))
	require.Equal(t, `attachment; filename="openvcloud-jobs-20260101T000000Z.csv"`, headers.Get("Content-Disposition"))
	require.Equal(t, "no-store", headers.Get("Cache-Control"))
	require.Equal(t, "nosniff", headers.Get("X-Content-Type-Options"))
	require.Equal(t, []string{exportPath + "?format=csv&filter=cmd%7C%3D%7Ca"}, s.fake.Requests())
}

func TestAnExportThatBreaksOffSaysSoInItsLastLine(t *testing.T) {
	const ndjson, csv = "application/x-ndjson", "text/csv; charset=utf-8"
	for name, tc := range map[string]struct {
		kind   string
		pieces []string
		// want is what follows; empty: nothing does.
		want string
	}{
		"NDJSON, between rows":                {ndjson, []string{"{\"guid\":\"a\"}\n{\"guid\":", "\"b\"}\n"}, `{"problem":{"action":"Export again, `},
		"NDJSON, in a row":                    {ndjson, []string{"{\"guid\":\"a\"}\n{\"gu"}, "\n" + `{"problem":{"action":"Export again, `},
		"CSV, between rows":                   {csv, []string{"guid\r\na\r\n"}, `"# Not whole, broken off here: Expected all rows: http`},
		"CSV, in a row":                       {csv, []string{"guid,cmd\r\na,"}, "\r\n" + `"# Not whole, broken off here: `},
		"CSV, in a cell of several lines":     {csv, []string{"guid,message\r\na,\"one", "\ntwo\n"}, "\"\r\n" + `"# Not whole, broken off here: `},
		"NDJSON, said by the controller":      {ndjson, []string{"{\"guid\":\"a\"}\n", "{\"rows\":1,\"problem\":{}}\n"}, ""},
		"CSV, said by the controller":         {csv, []string{"guid\r\n", "\"# Not whole, broken off after 0 rows: a, b\"\r\n"}, ""},
		"CSV, said by the controller briefly": {csv, []string{"guid\r\n", "# Not whole: x\r\n"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			s.fake.Handle(exportPath, exportOf(tc.kind, true, tc.pieces...))
			_, body := s.resource(t, s.good(), http.MethodGet, "export")
			sent := strings.Join(tc.pieces, "")
			require.True(t, strings.HasPrefix(body, sent), body)
			rest := body[len(sent):]
			if tc.want == "" {
				require.Empty(t, rest)
				return
			}
			require.True(t, strings.HasPrefix(rest, tc.want), rest)
			require.True(t, strings.HasSuffix(rest, "\n"))
			require.Contains(t, rest, "closed the connection before its answer was complete")
		})
	}
}

func TestAnExportsLastLineCountsItsRows(t *testing.T) {
	s := start(t)
	s.fake.Handle(exportPath, exportOf("application/x-ndjson", true, "{}\n{", "}\n{}\n"))
	_, body := s.resource(t, s.good(), http.MethodGet, "export")
	require.Contains(t, body, `"code":"UNREACHABLE"`)
	require.True(t, strings.HasSuffix(body, "\"rows\":3}\n"), body)
}

func TestAnExportArrivesWhileItIsMadeAndEndsAtTheControllerWhenItsReaderLeaves(t *testing.T) {
	s := start(t)
	gone := make(chan struct{})
	s.fake.Handle(exportPath, func(w http.ResponseWriter, r *http.Request) {
		exportOf("application/x-ndjson", false, "{}\n")(w, r)
		<-r.Context().Done()
		close(gone)
	})
	ctx, leave := context.WithCancel(context.Background())
	body := ""
	err := s.client.CallResource(ctx, &backend.CallResourceRequest{
		PluginContext: s.good(), Method: http.MethodGet, Path: "export", URL: "export",
	}, backend.CallResourceResponseSenderFunc(func(res *backend.CallResourceResponse) error {
		body += string(res.Body)
		if body != "" {
			leave()
		}
		return nil
	}))
	require.Error(t, err)
	require.Equal(t, "{}\n", body)
	<-gone
}

func TestAnExportThatIsRefusedSaysWhatToDo(t *testing.T) {
	s := start(t)
	s.fake.Handle(exportPath, controllertest.Problem(429, "TOO_MANY_EXPORTS", "Too many exports", "Expected at most 2."))
	status, body := s.resource(t, s.good(), http.MethodGet, "export")
	require.Equal(t, 429, status)
	require.Contains(t, body, "TOO_MANY_EXPORTS")

	status, body = s.resource(t, s.settings("", ""), http.MethodGet, "export")
	require.Equal(t, 400, status)
	require.Contains(t, body, "No Agent Controller URL is set")

	status, body = s.resource(t, s.settings("http://127.0.0.1:1", "x"), http.MethodGet, "export")
	require.Equal(t, 502, status)
	require.Contains(t, body, "Nothing listens at")
}
