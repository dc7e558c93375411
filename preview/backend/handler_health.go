package main

import (
	"encoding/json"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// health answers {status, message, details}, with status 400 when the data source is not well.
func (s *server) health(w http.ResponseWriter, r *http.Request) {
	instance, isKnown := s.instance(w, r.PathValue("uid"))
	if !isKnown {
		return
	}
	response, err := withPlugin(s.plugin, func(running services) (*pluginv2.CheckHealthResponse, error) {
		return running.diagnostics.CheckHealth(r.Context(), &pluginv2.CheckHealthRequest{PluginContext: backend.ToProto().PluginContext(instance)})
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	result := backend.FromProto().CheckHealthResponse(response)
	payload := map[string]any{"status": result.Status.String(), "message": result.Message}
	if len(result.JSONDetails) > 0 {
		payload["details"] = json.RawMessage(result.JSONDetails)
	}
	status := http.StatusOK
	if result.Status != backend.HealthStatusOk {
		status = http.StatusBadRequest
	}
	writeJSON(w, status, payload)
}
