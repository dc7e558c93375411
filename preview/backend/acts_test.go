package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
)

// actingInstance is a data source by which editors may act.
func actingInstance(url string) string {
	text, err := json.Marshal([]map[string]any{{
		"uid": "jobs", "type": "openvcloud-jobs-datasource", "url": url, "jsonData": map[string]any{"actRole": "Editor"},
		"secureJsonData": map[string]any{"token": controllertest.Token, "operatorToken": "operator-secret"},
	}})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func (h *host) act(t *testing.T, resource string, headers map[string]string) int {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, h.url+"/api/datasources/uid/jobs/resources/acts/"+resource, strings.NewReader(`{"request":{}}`))
	require.NoError(t, err)
	for name, value := range headers {
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	return res.StatusCode
}

func TestTheBuiltPluginLetsEachRoleDoWhatTheSettingsSayAndNoMore(t *testing.T) {
	paths := map[string]string{
		"run": "/jobs", "cancel/a": "/jobs/a/cancel", "rerun/a": "/jobs/a/rerun",
		"bulk": "/bulk-acts", "bulk/a/start": "/bulk-acts/a/start", "bulk/a/stop": "/bulk-acts/a/stop",
	}
	asPanel := map[string]string{"Content-Type": "application/json", "X-Openvcloud-Act": "1", "Idempotency-Key": "click"}
	asForm := map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": "click"}
	for role, mayAct := range map[string]bool{"Viewer": false, "Editor": true, "Admin": true} {
		t.Run(role, func(t *testing.T) {
			t.Setenv("PREVIEW_ROLE", role)
			fake := controllertest.New(t)
			reached := 0
			for _, path := range paths {
				fake.Handle("/api/v1"+path, func(w http.ResponseWriter, r *http.Request) {
					require.Equal(t, "preview", r.Header.Get("On-Behalf-Of"))
					reached++
					w.Header().Set("Content-Type", "application/json")
					_, _ = io.WriteString(w, "{}")
				})
			}
			h := startHost(t, actingInstance(fake.URL))
			want := map[bool]int{true: 200, false: 403}[mayAct]
			for resource := range paths {
				require.Equal(t, want, h.act(t, resource, asPanel), resource)
				require.Equal(t, 403, h.act(t, resource, asForm), resource)
			}
			require.Equal(t, map[bool]int{true: len(paths), false: 0}[mayAct], reached)
		})
	}
}
