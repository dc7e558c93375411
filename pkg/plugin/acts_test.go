package plugin_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
)

const operatorToken = "operator-secret"

// acting is a data source by which a person may act who has the role.
func (s stack) acting(role string, user *backend.User) backend.PluginContext {
	settings := s.good()
	settings.DataSourceInstanceSettings.JSONData = []byte(fmt.Sprintf(`{"actRole":%q}`, role))
	settings.DataSourceInstanceSettings.DecryptedSecureJSONData["operatorToken"] = operatorToken
	settings.User = user
	return settings
}

func person(role string) *backend.User { return &backend.User{Login: "zoë", Role: role} }

// asPanel is what the app's own panels send.
func asPanel() map[string][]string {
	return map[string][]string{"Content-Type": {"application/json"}, "X-Openvcloud-Act": {"1"}, "Idempotency-Key": {"click"}}
}

func (s stack) send(t *testing.T, settings backend.PluginContext, method, path, body string, headers map[string][]string) (int, contract.Problem) {
	t.Helper()
	status, answer := 0, ""
	err := s.client.CallResource(context.Background(), &backend.CallResourceRequest{
		PluginContext: settings, Method: method, Path: path, URL: path, Body: []byte(body), Headers: headers,
	}, backend.CallResourceResponseSenderFunc(func(res *backend.CallResourceResponse) error {
		if status == 0 {
			status = res.Status
		}
		answer += string(res.Body)
		return nil
	}))
	require.NoError(t, err)
	var problem contract.Problem
	require.NoError(t, json.Unmarshal([]byte(answer), &problem), answer)
	return status, problem
}

// sent is what reached the controller.
type sent struct{ method, path, token, behalf, reason, body, key string }

// records answers every act, and keeps what came.
func (s stack) records(paths ...string) *[]sent {
	var all []sent
	for _, path := range paths {
		s.fake.Handle("/api/v1"+path, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			all = append(all, sent{r.Method, r.URL.Path, r.Header.Get("Authorization"), r.Header.Get("On-Behalf-Of"), r.Header.Get("Act-Reason"), string(body), r.Header.Get("Idempotency-Key")})
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, "{}")
		})
	}
	return &all
}

var everyAct = []struct{ method, resource, path string }{
	{"POST", "acts/run", "/jobs"},
	{"POST", "acts/cancel/a", "/jobs/a/cancel"},
	{"POST", "acts/rerun/a", "/jobs/a/rerun"},
	{"POST", "acts/bulk", "/bulk-acts"},
	{"POST", "acts/bulk/a/start", "/bulk-acts/a/start"},
	{"POST", "acts/bulk/a/stop", "/bulk-acts/a/stop"},
	{"GET", "acts/bulk/a", "/bulk-acts/a"},
	{"GET", "acts/audit", "/audit"},
}

func TestEachActIsForThoseWhoHaveTheRoleThatTheSettingsName(t *testing.T) {
	s := start(t)
	may := map[string][]string{"Viewer": {"Viewer", "Editor", "Admin"}, "Editor": {"Editor", "Admin"}, "Admin": {"Admin"}, "": nil}
	for least, admitted := range may {
		for _, role := range []string{"", "None", "Viewer", "Editor", "Admin"} {
			settings := s.acting(least, person(role))
			t.Run(fmt.Sprintf("%q, needs %q", role, least), func(t *testing.T) { s.requireActs(t, settings, slices.Contains(admitted, role)) })
		}
	}
}

// requireActs: each of them is done, or none.
func (s stack) requireActs(t *testing.T, settings backend.PluginContext, mayAct bool) {
	t.Helper()
	for _, act := range everyAct {
		reached := s.records(act.path)
		status, problem := s.send(t, settings, act.method, act.resource, `{"request":{}}`, asPanel())
		if mayAct {
			require.Equal(t, 200, status, problem.Detail)
			require.Len(t, *reached, 1)
			require.Equal(t, "Bearer "+operatorToken, (*reached)[0].token)
			continue
		}
		require.Equal(t, 403, status, act.resource)
		require.NotEmpty(t, problem.Detail)
		require.Empty(t, *reached, "the controller is not asked")
	}
}

func TestAnActNamesTheSignedInPersonAndTheReasonAndPassesTheRequestOnAsItIs(t *testing.T) {
	s := start(t)
	reached := s.records("/jobs")
	headers := asPanel()
	headers["X-Grafana-User"] = []string{"somebody else"}
	headers["On-Behalf-Of"] = []string{"somebody else"}
	settings := s.acting("Editor", person("Editor"))
	status, _ := s.send(t, settings, "POST", "acts/run", `{"request":{"args":{"id":12345678901234567890.10}},"reason":" why — so "}`, headers)
	require.Equal(t, 200, status)
	one := (*reached)[0]
	require.Equal(t, `{"args":{"id":12345678901234567890.10}}`, one.body)
	require.Equal(t, "zo%C3%AB", one.behalf)
	require.Equal(t, "why%20%E2%80%94%20so", one.reason)

	// The same click of the same person is the same act, that of another person another one.
	_, _ = s.send(t, settings, "POST", "acts/run", `{"request":{}}`, headers)
	_, _ = s.send(t, s.acting("Editor", &backend.User{Login: "bob", Role: "Admin"}), "POST", "acts/run", `{"request":{}}`, headers)
	require.Equal(t, one.key, (*reached)[1].key)
	require.NotEqual(t, one.key, (*reached)[2].key)
}

func TestAnActIsRefusedThatAnotherSiteCouldHaveSent(t *testing.T) {
	s := start(t)
	reached := s.records("/jobs")
	for name, tc := range map[string]struct {
		header, value string
		body, want    string
	}{
		"a form":                     {"Content-Type", "text/plain", `{}`, "CROSS_SITE"},
		"a form of another type":     {"Content-Type", "application/x-www-form-urlencoded", `{}`, "CROSS_SITE"},
		"no type":                    {"Content-Type", "", `{}`, "CROSS_SITE"},
		"without the app's header":   {"X-Openvcloud-Act", "", `{}`, "CROSS_SITE"},
		"the browser says so":        {"Sec-Fetch-Site", "cross-site", `{}`, "CROSS_SITE"},
		"a sister site":              {"Sec-Fetch-Site", "same-site", `{}`, "CROSS_SITE"},
		"no key":                     {"Idempotency-Key", "", `{}`, "NO_KEY"},
		"no body":                    {"Accept", "*/*", ``, "BAD_BODY"},
		"a body that is not JSON":    {"Accept", "*/*", `secret`, "BAD_BODY"},
		"a body of another shape":    {"Accept", "*/*", `["secret"]`, "BAD_BODY"},
		"a body over what is taken":  {"Accept", "*/*", `{"reason":"` + strings.Repeat("x", 4<<20) + `"}`, "BAD_BODY"},
		"a key that is spaces alone": {"Idempotency-Key", "", `{}`, "NO_KEY"},
	} {
		t.Run(name, func(t *testing.T) {
			headers := asPanel()
			headers[tc.header] = []string{tc.value}
			status, problem := s.send(t, s.acting("Viewer", person("Admin")), "POST", "acts/run", tc.body, headers)
			require.Equal(t, tc.want, problem.Code)
			require.GreaterOrEqual(t, status, 400)
			require.NotContains(t, problem.Detail, "secret")
		})
	}
	require.Empty(t, *reached)
}

func TestPermissionSaysWhyNot(t *testing.T) {
	s := start(t)
	_, verdict := s.resource(t, s.acting("Admin", person("Editor")), http.MethodGet, "acts/permission")
	require.JSONEq(t, `{"mayAct":false,"code":"ROLE_TOO_SMALL","user":"zoë","why":"You have the role Editor here, acting by this data source needs Admin. Ask an administrator."}`, verdict)
	_, verdict = s.resource(t, s.good(), http.MethodGet, "acts/permission")
	require.Contains(t, verdict, "Acting from Grafana is off.")
	_, verdict = s.resource(t, s.acting("Editor", person("Editor")), http.MethodGet, "acts/permission")
	require.JSONEq(t, `{"mayAct":true,"user":"zoë"}`, verdict)
}

func TestAnOperatorTokenThatTheControllerRefusesIsTheAdministratorsMatter(t *testing.T) {
	s := start(t)
	for _, status := range []int{401, 403} {
		s.fake.Handle("/api/v1/jobs", controllertest.Problem(status, "FORBIDDEN", "Role not sufficient", "Expected operator."))
		got, problem := s.send(t, s.acting("Viewer", person("Viewer")), "POST", "acts/run", `{"request":{}}`, asPanel())
		require.Equal(t, 502, got)
		require.Equal(t, "OPERATOR_TOKEN", problem.Code)
	}
	s.fake.Handle("/api/v1/jobs", controllertest.Problem(409, "JOB_ENDED", "Job has ended", "Expected a job that waits."))
	got, problem := s.send(t, s.acting("Viewer", person("Viewer")), "POST", "acts/run", `{"request":{}}`, asPanel())
	require.Equal(t, 409, got)
	require.Equal(t, "JOB_ENDED", problem.Code)
}

func TestASettingThatIsNoRoleLetsNobodyActAndSaysSo(t *testing.T) {
	s := start(t)
	status, problem := s.send(t, s.acting("Everybody", person("Admin")), "POST", "acts/run", `{"request":{}}`, asPanel())
	require.Equal(t, 400, status)
	require.Contains(t, problem.Detail, "expected actRole Viewer, Editor or Admin")
}
